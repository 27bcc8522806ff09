"""What is said to whoever was not understood: never a guess, always what they may have meant."""

from dataclasses import replace

from bot.model.ids import Number
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Strong, Wording
from bot.rules import replies
from bot.texts.boards import ask_for_help
from bot.texts.commands import CommandInfo
from bot.texts.parts import below, brief, choose, line, one
from bot.texts.refusals import refusal


def with_choices(view: View, wording: Wording, choices: tuple[Choice, ...], *, is_first: bool) -> Wording:
    """With what could be chosen before, request by request; before all else if `is_first`. Its reactions stay where
    they are."""
    bare = tuple(replace(choice, symbol="") for choice in choices)
    first, *others = replies.lines(bare)
    asked = line(
        view,
        "I'm not sure what you mean. Is it one of these?" if is_first else "Or did you mean one of these?",
        *first,
    )
    again = (asked, *(below(*each) for each in others))
    whole = (*again, *wording.paragraphs) if is_first else (*wording.paragraphs, *again)
    return replace(wording, paragraphs=whole)


def almost(view: View, near: CommandInfo, number: Number | None) -> Wording:
    """To a command that is like one of ours. `number` is the request it would be about; what needs more than that is
    only shown."""
    usage = near.usage if number is None else f"/{near.name} {number}"
    is_whole = number is not None or usage == f"/{near.name}"
    yes = (choose(view, near.name, "Yes, I meant that", number=number or Number(0)),) if is_whole else ()
    return one(view, "I don't know that one. Did you mean {usage}?", *yes, usage=Strong(usage))


def called(view: View) -> Wording:
    """To whoever called us by name where others read, with words that are no command."""
    what = choose(view, "help", "What is possible here", number=Number(0))
    return one(
        view,
        "You called me. If you need help, I gladly ask the others for you. We begin here, between the two of us, and "
        "nobody else reads anything before you have seen it.",
        ask_for_help(view),
        what,
    )


def which(view: View, usage: str, move: str, rows: tuple[View, ...]) -> Wording:
    """To a move without the number of a request: those that may be meant."""
    asked = refusal(view, "needs_a_number", {"usage": usage})
    offered = tuple(Paragraph(brief(row), (_chosen(row, move),)) for row in rows)
    return replace(asked, paragraphs=(*asked.paragraphs, *offered))


def _chosen(view: View, move: str) -> Choice:
    match move:
        case "claim":
            return choose(view, "claim", "I can help with #{number}")
        case "release":
            return choose(view, "release", "Hand #{number} back")
        case "done":
            return choose(view, "done", "#{number} is done")
        case _:
            return choose(view, "withdraw", "Withdraw #{number}")
