"""Lists and help texts: private answers to a person who looked."""

from bot.model.ids import Number, PersonId
from bot.model.policy import Kind
from bot.model.requests import Hold, Request, Status
from bot.model.view import View
from bot.model.wording import Accent, Choice, Paragraph, Strong, Typed, Wording
from bot.texts.commands import CommandInfo
from bot.texts.parts import KINDS, brief, choose, line, of, one, shortened, when

_STATES = {
    Status.OPEN: "looks for somebody",
    Status.CLAIMED: "somebody is on it",
    Status.DONE: "help was given",
    Status.CLOSED: "closed",
}


def my_help(views: tuple[View, ...], me: PersonId) -> Wording:
    if not views:
        return one("Nothing of yours is open. /needhelp opens the form, /helpboard shows where a hand is wanted.")
    return Wording((line("What is yours at the moment. Only you can see this."), *(_mine(view, me) for view in views)))


def _mine(view: View, me: PersonId) -> Paragraph:
    request = of(view)
    if request.asker_id == me:
        return line(*brief(view), f": {_STATES[request.status]}.", choices=_asker_moves(request))
    claim = request.claim_of(me)
    hold = claim.hold if claim is not None else Hold.ENDED
    if hold is Hold.ACTIVE:
        return line("You're on ", *brief(view), ".", choices=_helper_moves(request.number))
    if hold in (Hold.BACKUP, Hold.ASKED):
        never_mind = choose("release", request.number, f"No longer backup for #{request.number}")
        return line("You are the backup for ", *brief(view), ".", choices=(never_mind,))
    return line("You helped with ", *brief(view), ".")


def _asker_moves(request: Request) -> tuple[Choice, ...]:
    number = request.number
    if request.status is Status.CLOSED:
        return ()
    if request.status is Status.DONE:
        return (
            choose("object", number, f"#{number} is not done yet"),
            choose("withdraw", number, f"Withdraw #{number}"),
        )
    return (
        choose("edit", number, f"Change #{number}"),
        choose("done", number, f"#{number} is done"),
        choose("withdraw", number, f"Withdraw #{number}"),
    )


def _helper_moves(number: Number) -> tuple[Choice, ...]:
    return (
        choose("on_it", number, f"I'm on #{number}"),
        choose("more_time", number, f"2 more days for #{number}"),
        choose("done", number, f"#{number} is done"),
        choose("release", number, f"Hand #{number} back"),
    )


def help_board(views: tuple[View, ...], total: int, page: int, kind: Kind | None, per_page: int) -> Wording:
    if not views:
        what = "Nothing" if kind is None else "Nothing of this kind"
        return one(f"{what} is open at the moment. That is good news too.", accent=Accent.QUIET)
    shown = (
        f"{total} open" if total <= per_page else f"{page * per_page + 1} to {page * per_page + len(views)} of {total}"
    )
    more = () if (page + 1) * per_page >= total else (_more(page + 2, kind),)
    rows = tuple(_row(view) for view in views)
    return Wording((line(f"Where a hand is wanted ({shown}):"), *rows, *((line("", choices=more),) if more else ())))


def _row(view: View) -> Paragraph:
    request = of(view)
    what = Typed(shortened(view.words.get("what").split("\n")[0]))
    choices = (choose("claim", request.number, f"I can help with #{request.number}"),)
    return line(
        Strong(f"#{request.number}"),
        f" {KINDS[request.kind]}: ",
        what,
        " · ",
        *when(request),
        choices=choices,
    )


def _more(page: int, kind: Kind | None) -> Choice:
    return choose("helpboard", Number(0), "Show more", f"{page} {kind.value if kind else ''}".strip())


def help_text(commands: tuple[CommandInfo, ...]) -> Wording:
    rows = tuple(line(Strong(command.usage), f": {command.summary}") for command in commands)
    closing = (
        "I am a bridge between neighbours, not an emergency service. In danger, please call your emergency number."
    )
    return Wording((line("Here is what is possible:"), *rows, line(closing)))
