"""Lists and help texts: private answers to a person who looked."""

from bot.model.claims import Hold
from bot.model.ids import Number, PersonId
from bot.model.policy import Kind
from bot.model.requests import Request, Status
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Strong, Typed, Wording
from bot.rules.series import goes_on
from bot.texts.claims import take_up_again
from bot.texts.commands import CommandInfo
from bot.texts.declining import somebody_else
from bot.texts.moderation import something_else
from bot.texts.parts import KINDS, below, bold, choose, line, message, of, one, phrase, said, shortened, together, when
from bot.texts.recognition import known_by
from bot.texts.requests import take_back
from bot.texts.series import more_often, proposed_again, times_left
from bot.texts.slots import instead, own_part, still_open

KIND_WORDS = {
    Kind.PRACTICAL: "practical",
    Kind.INFORMATIONAL: "informational",
    Kind.EMOTIONAL: "emotional",
    Kind.FINANCIAL: "financial",
}
"""As they are typed after a command."""
_STATES = {
    Status.OPEN: "{request}: looks for somebody.",
    Status.CLAIMED: "{request}: somebody is on it.",
    Status.DONE: "{request}: help was given.",
    Status.CLOSED: "{request}: closed.",
}


def kinds_in(view: View, typed: list[str]) -> list[Kind]:
    """Named in English or in the language of whoever typed."""
    return [kind for kind in Kind if kind.value in typed or phrase(view, KIND_WORDS[kind]) in typed]


def my_help(view: View, mine: tuple[View, ...], me: PersonId) -> Wording:
    if not mine:
        return one(view, "Nothing of yours is open. /needhelp opens the form, /helpboard shows where a hand is wanted.")
    top = line(view, "What is yours at the moment. Only you can see this.")
    return message(view, top, *(_mine(each, me) for each in mine))


def _mine(view: View, me: PersonId) -> Paragraph:
    request = of(view)
    if request.asker_id == me:
        known = (known_by(view, claim) for claim in request.active)
        parts = still_open(view) if request.status is Status.OPEN else ()
        more = times_left(view, request) if request.status is not Status.CLOSED else ()
        told = (said(view, _state(request)), *known, more, parts)
        return together(*told, choices=(*_asker_moves(view, request), *_ways_back(view, request, me)))
    claim, ways_back = request.claim_of(me), _ways_back(view, request, me)
    if ways_back and claim is not None and claim.hold is Hold.ENDED:
        return line(view, "You handed {request} back.", *ways_back)
    hold = claim.hold if claim is not None else Hold.ENDED
    if hold is Hold.ACTIVE:
        told = (said(view, "You're on {request}."), known_by(view, claim), own_part(view, claim))
        return together(*told, choices=(*_helper_moves(view), *instead(view)))
    if hold in (Hold.BACKUP, Hold.ASKED):
        never_mind = choose(view, "release", "No longer backup for #{number}")
        return line(view, "You are the backup for {request}.", never_mind)
    if hold in (Hold.PROPOSED, Hold.AGAIN):
        can, pass_by = choose(view, "claim", "I can help with #{number}"), choose(view, "step_back", "Not this time")
        if hold is Hold.AGAIN:
            return together(proposed_again(view), choices=(can, pass_by))
        return line(view, "The moderators thought of you for {request}. Could you help?", can, pass_by)
    return line(view, "You helped with {request}.", *ways_back)


def _ways_back(view: View, request: Request, me: PersonId) -> tuple[Choice, ...]:
    """For ten minutes the last move can be taken back."""
    if request.undo is None or not request.can_undo(me, view.now):
        return ()
    match request.undo.move:
        case "release":
            return (take_up_again(view),)
        case "merge":
            return (something_else(view),)
        case _:
            return (take_back(view, request.undo.move),)


def _state(request: Request) -> str:
    """As whoever asked reads it."""
    if request.is_paused:
        return "{request}: on hold for now."
    if request.is_hidden and request.status is Status.OPEN:
        return "{request}: out of sight for now."
    return _STATES[request.status]


def _asker_moves(view: View, request: Request) -> tuple[Choice, ...]:
    withdraw = choose(view, "withdraw", "Withdraw #{number}")
    again = (choose(view, "again", "Ask again for #{number}"),) if goes_on(request) else ()
    if request.status is Status.CLOSED:
        return again
    if request.status is Status.DONE:
        return (choose(view, "object", "#{number} is not done yet"), *again, withdraw)
    others = (somebody_else(view),) if request.active else (more_often(view),)
    return (choose(view, "edit", "Change #{number}"), choose(view, "done", "#{number} is done"), *others, withdraw)


def _helper_moves(view: View) -> tuple[Choice, ...]:
    return (
        choose(view, "on_it", "I'm on #{number}"),
        choose(view, "more_time", "2 more days for #{number}"),
        choose(view, "done", "#{number} is done"),
        choose(view, "release", "Hand #{number} back"),
    )


def help_board(view: View, rows: tuple[View, ...], total: int, page: int, kind: Kind | None, per_page: int) -> Wording:
    if not rows:
        if kind is None:
            return one(view, "Nothing is open at the moment. That is good news too.")
        return one(view, "Nothing of this kind is open at the moment. That is good news too.")
    more = () if (page + 1) * per_page >= total else (below(_more(view, page + 2, kind)),)
    return message(view, _top(view, len(rows), total, page * per_page), *(row(each) for each in rows), *more)


def _top(view: View, shown: int, total: int, before: int) -> Paragraph:
    if shown == total:
        return line(view, "Where a hand is wanted ({total} open):", total=total)
    first, last = before + 1, before + shown
    return line(view, "Where a hand is wanted ({first} to {last} of {total}):", first=first, last=last, total=total)


def row(view: View) -> Paragraph:
    """An open request, with the choice to take it on."""
    request = of(view)
    what = Typed(shortened(view.words.get("what").split("\n")[0]))
    return line(
        view,
        "{request} {kind}: {words} · {when}",
        choose(view, "claim", "I can help with #{number}"),
        request=bold(view),
        kind=phrase(view, KINDS[request.kind]),
        words=what,
        when=when(view, request),
    )


def _more(view: View, page: int, kind: Kind | None) -> Choice:
    return choose(view, "helpboard", "Show more", f"{page} {kind.value if kind else ''}".strip(), number=Number(0))


def help_text(view: View, commands: tuple[CommandInfo, ...], *, is_called: bool = False) -> Wording:
    """`is_called`: more was said than that, perhaps what they need."""
    ask = (line(view, "If you need help, I gladly ask the others for you.", ask_for_help(view)),) if is_called else ()
    return message(
        view,
        *ask,
        line(view, "Here is what is possible:"),
        *(_command(view, each) for each in commands),
        line(
            view,
            "I am a bridge between neighbours, not an emergency service. In danger, please call your emergency number.",
        ),
    )


def ask_for_help(view: View) -> Choice:
    return choose(view, "needhelp", "Ask for help", number=Number(0))


def _command(view: View, info: CommandInfo) -> Paragraph:
    return line(view, "{usage}: {summary}", usage=Strong(info.usage), summary=phrase(view, info.summary))
