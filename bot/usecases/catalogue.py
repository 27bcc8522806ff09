"""From a typed command or a pressed choice to the use case that carries it out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.commands.typed import TypedCommand, parse
from bot.commands.values import Answer, Ask, FreeText, Moderate, OnDraft, OnRequest, SaveDraft, Settings
from bot.model.ids import CommunityId, DraftId, Number
from bot.model.outcome import FormAbout, Outcome
from bot.model.people import Actor
from bot.ports import Tx
from bot.rules.numbers import PAGES
from bot.texts.commands import COMMANDS
from bot.texts.conversations import FILL
from bot.usecases import (
    avoiding,
    boards,
    celebrations,
    claims,
    conversations,
    declining,
    directs,
    endings,
    followups,
    forms,
    matching,
    moderation,
    numberless,
    own_hours,
    policy,
    privacy,
    requests,
    rooms,
    series,
    slots,
    thanks,
    volunteers,
)

__all__ = ["COMMANDS", "MOVES", "choice", "typed"]

Carried = tuple[Callable[[Tx, Any, datetime], Outcome], Any]
"""A use case and the command it is given: what `Store.write` takes."""

MOVES: dict[str, Callable[[Tx, OnRequest, datetime], Outcome]] = {
    "claim": claims.claim,
    "part": slots.switch,
    "contact": claims.contact,
    "backup": claims.backup,
    "step_back": claims.step_back,
    "decline": declining.ask,
    "decline_yes": declining.decline,
    "not_this_time": matching.not_this_time,
    "pause_week": matching.pause_week,
    "release": claims.release,
    "on_it": claims.on_it,
    "more_time": claims.more_time,
    "check_in": followups.check_in,
    "done": requests.complete,
    "object": requests.object_to,
    "withdraw": requests.withdraw,
    "keep_open": requests.keep_open,
    "undo": requests.undo,
    "series": series.choose,
    "again": series.again,
    "how_ended": endings.say_how,
    "how_closed": endings.say_how_for_others,
    "edit": forms.edit_form,
    "consent": celebrations.consent,
    "say_thanks": celebrations.say_thanks,
    "ask_thanks": celebrations.ask_thanks,
    "skip_thanks": celebrations.skip_thanks,
    "word": thanks.ask_word,
    "room": rooms.explain,
    "room_yes": rooms.agree,
}
_TAKING_ON = ("claim", "backup", "volunteer", "volunteer_form")
_ON_DRAFTS: dict[str, Callable[[Tx, OnDraft, datetime], Outcome]] = {
    "post_draft": forms.post_draft,
    "edit_draft": forms.edit_draft,
    "discard_draft": forms.discard_draft,
    "draft_wanted": forms.choose_wanted,
    "draft_heavy": forms.choose_heavy,
}
_ASKED: dict[str, Callable[[Tx, Ask, datetime], Outcome]] = {
    "needhelp": forms.open_form,
    "helpboard": boards.help_board,
    "myhelp": boards.my_help,
    "help": boards.help_text,
    "helpsetup": policy.show_setup,
    "kind": policy.turn_kind,
    "digest": policy.turn_digest,
    "numbers": policy.open_numbers,
    "zone": policy.choose_zone,
    "language": policy.choose_language,
    "stop_writing": directs.stop_writing,
    "write_again": directs.write_again,
    "helpprivacy": privacy.overview,
    "own_hours": own_hours.page,
    "own_hours_form": own_hours.open_form,
    "own_hours_off": own_hours.as_everybody,
    "show_mine": privacy.show,
    "forget_me": privacy.forget_me,
    "volunteer": volunteers.volunteer,
    "volunteer_form": volunteers.open_form,
    "volunteer_heavy": volunteers.choose_heavy,
    "volunteer_renew": volunteers.renew,
    "volunteer_leave": volunteers.leave,
    "canhelp": volunteers.can_help,
    "pause": volunteers.pause,
    "avoid": avoiding.avoid,
}
_ONLY_CHOSEN = ("kind", "digest", "numbers", "zone", "language")
_TYPED_MOVES = ("claim", "release", "done", "withdraw")
OPPOSITES = {"claim": claims.release}
"""What taking a reaction away means."""


def typed(actor: Actor, community_id: CommunityId, origin: str, text: str) -> Carried | None:
    """What a typed command asks for; None if the text is not a command."""
    command = parse(text)
    return None if command is None else _carried(actor, community_id, origin, command)


def is_command(text: str) -> bool:
    return parse(text) is not None


def is_bare(text: str, name: str) -> bool:
    """Whether this command was typed, and nothing after it."""
    command = parse(text)
    return command is not None and command.name == name and not _as_typed(command)


def _carried(actor: Actor, community_id: CommunityId, origin: str, command: TypedCommand) -> Carried:
    ask = Ask(actor, community_id, origin, _as_typed(command))
    if command.name == "helpmod":
        return moderation.moderate, Moderate(actor, community_id, origin, command.rest)
    if command.name in _TYPED_MOVES:
        if command.number is None:
            return numberless.move, replace(ask, value=command.name)
        return MOVES[command.name], OnRequest(actor, community_id, origin, command.number, command.rest)
    if command.name in _ASKED and command.name not in _ONLY_CHOSEN:
        return _ASKED[command.name], ask
    return boards.unknown_command, replace(ask, value=f"{command.name} {_as_typed(command)}")


def _as_typed(command: TypedCommand) -> str:
    """ "/needhelp 2 eggs" asks for two eggs: the number belongs to the text."""
    return command.rest if command.number is None else f"{command.number} {command.rest}".strip()


def takes_on(said: str) -> bool:
    """Whether what was typed, or the token of a choice, is a move for which the actor has to be a volunteer."""
    return _move(said) in _TAKING_ON


def names_somebody(said: str) -> bool:
    """Whether a person is named in it, whom the platform finds: "/avoid <account>", whatever was typed there."""
    return _move(said) == "avoid"


def is_for_moderators(said: str) -> bool:
    """Whether it is one for which it has to be known if the actor is a moderator."""
    return _move(said) in ("helpmod", "helpsetup", "how_closed", *_ONLY_CHOSEN)


def _move(said: str) -> str:
    command = parse(said)
    return said.partition("|")[0] if command is None else command.name


def filled(
    actor: Actor, community_id: CommunityId, origin: str, about: str, values: dict[str, str], number: Number | None
) -> Carried:
    """What a filled-in form asks for."""
    match about:
        case _ if about in PAGES:
            return policy.set_numbers, Settings(actor, community_id, origin, values, about)
        case FormAbout.ZONE:
            return policy.set_zone, Settings(actor, community_id, origin, values)
        case FormAbout.VOLUNTEER:
            return volunteers.enlist, Settings(actor, community_id, origin, values)
        case FormAbout.OWN_HOURS:
            return own_hours.set_hours, Settings(actor, community_id, origin, values)
        case _:
            return forms.save_draft, SaveDraft(actor, community_id, origin, values, number)


def choice(actor: Actor, community_id: CommunityId, origin: str, token: str, answer: Answer = Answer.DIRECT) -> Carried:
    """What a pressed choice asks for. A token from elsewhere is only as strong as a typed command."""
    if not token.isprintable():  # lone surrogates and control characters, which no choice of ours holds
        return boards.unknown_command, Ask(actor, community_id, origin)
    move, _, rest = token.partition("|")
    number, _, value = rest.partition("|")
    if move == FILL:
        return conversations.fill, FreeText(actor, community_id, origin, value)
    if move in _ON_DRAFTS:
        draft_id, _, chosen = value.partition("|")
        return _ON_DRAFTS[move], OnDraft(actor, community_id, origin, DraftId(draft_id), chosen)
    if move in _ASKED:
        return _ASKED[move], Ask(actor, community_id, origin, value)
    if move in MOVES and number.isascii() and number.isdigit() and len(number) < 10:
        return MOVES[move], OnRequest(actor, community_id, origin, Number(int(number)), value, answer)
    return boards.unknown_command, Ask(actor, community_id, origin)
