"""What a person sees when they look: their own requests, the board, the help text. Private, every time."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.typed import parse
from bot.commands.values import Ask
from bot.model.claims import Hold
from bot.model.ids import CommunityId, PersonId
from bot.model.outcome import Outcome
from bot.model.places import Community
from bot.model.policy import Kind
from bot.model.requests import Request
from bot.model.view import View
from bot.model.wording import Choice, Wording
from bot.ports import Tx
from bot.rules import hiding
from bot.texts import boards, unasked
from bot.texts.commands import COMMANDS, nearest
from bot.texts.directs import with_way_back
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.settling import meet

PER_PAGE = 5
MINE_AT_MOST = 15


def my_help(tx: Tx, command: Ask, now: datetime) -> Outcome:
    community, me = meet(tx, command, now)
    said = _mine(tx, community, me, now)
    view = views.bare(tx, community, me, now)
    has_stopped = tx.directs.has_stopped(command.actor.account)
    return Outcome("myhelp", with_way_back(view, said) if has_stopped else said)


def moves(tx: Tx, community_id: CommunityId, me: PersonId, now: datetime) -> tuple[Choice, ...]:
    """All that somebody can choose about what is theirs."""
    return _mine(tx, tx.communities.get(community_id), me, now).choices


def _mine(tx: Tx, community: Community, me: PersonId, now: datetime) -> Wording:
    mine = [each for each in tx.requests.of_person(community.id, me, MINE_AT_MOST) if _concerns(each, me, now)]
    view = views.bare(tx, community, me, now)
    return boards.my_help(view, _views(tx, community, mine, me, now), me)


def _concerns(request: Request, me: PersonId, now: datetime) -> bool:
    """What they handed back is theirs for as long as they can take it up again. What they were only thought of for is
    nothing to them while it is out of sight."""
    claim = request.claim_of(me)
    if not hiding.may_see(request, me):
        return False
    return claim is None or claim.hold is not Hold.ENDED or request.can_undo(me, now) or request.asker_id == me


def help_board(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is a page, counted from 1, and a kind, each optional: "2 practical"."""
    community, me = meet(tx, command, now)
    view = views.bare(tx, community, me, now)
    asked, kind = _filters(view, command.value)
    total = tx.requests.count_wanted(community.id, kind)
    page = min(asked, max(total - 1, 0) // PER_PAGE)
    wanted = tx.requests.wanted(community.id, kind, PER_PAGE, page * PER_PAGE)
    rows = _views(tx, community, wanted, me, now)
    board = boards.help_board(view, rows, total, page, kind, PER_PAGE)
    return Outcome("helpboard", board)


def _filters(view: View, value: str) -> tuple[int, Kind | None]:
    words = value.lower().split()
    pages = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 5]
    kinds = boards.kinds_in(view, words)
    return max(pages[0] - 1, 0) if pages else 0, (kinds[0] if kinds else None)


def help_text(tx: Tx, command: Ask, now: datetime) -> Outcome:
    community, me = meet(tx, command, now)
    shown = tuple(each for each in COMMANDS if command.actor.is_moderator or not each.moderators_only)
    said = boards.help_text(views.bare(tx, community, me, now), shown, is_called=bool(command.value))
    return Outcome("help", said)


def unknown_command(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """`value` is what was typed, if it was. What is like a command of ours is offered, and never carried out."""
    name, _, rest = command.value.partition(" ")
    near = nearest(name, rest) if name else None
    if near is not None:
        community, me = meet(tx, command, now)
        meant = parse(f"/{near.name} {rest}") if near.usage.endswith(" 12") else None
        number = meant.number if meant is not None else None
        return Outcome(f"offered: {near.name}", unasked.almost(views.bare(tx, community, me, now), near, number))
    return _said(tx, command, now, "unknown_command", {})


def _said(tx: Tx, command: Ask, now: datetime, message: str, facts: dict[str, str]) -> Outcome:
    community, me = meet(tx, command, now)
    wording: Wording = say(message, views.bare(tx, community, me, now), facts)
    return Outcome(f"refused: {message}", wording)


def _views(tx: Tx, community: Community, requests: Sequence[Request], me: PersonId, now: datetime) -> tuple[View, ...]:
    return tuple(views.of_request(tx, community, request, me, now) for request in requests)
