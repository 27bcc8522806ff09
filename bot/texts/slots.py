"""Parts of a big need: which are open, and whose is which. Their names are typed and stay so."""

from bot.model.claims import Claim
from bot.model.ids import PersonId
from bot.model.view import View
from bot.model.wording import Choice, Plain, Span, Typed, Wording
from bot.rules import slots
from bot.texts.parts import Facts, choose, helper_in, of, one, said, shortened


def parts_of(view: View) -> tuple[str, ...]:
    return slots.named(view.words.get("what"), of(view).wanted)


def open_parts(view: View) -> tuple[int, ...]:
    return slots.free(of(view), len(parts_of(view)))


def still_open(view: View) -> tuple[Span, ...]:
    """Nothing where there are no parts."""
    names, left = parts_of(view), open_parts(view)
    if not left:
        return ()
    spans = [span for part in left for span in (Plain(" · "), Plain(f"{part}. "), Typed(shortened(names[part - 1])))]
    return said(view, "Still open: {parts}", parts=tuple(spans[1:]))


def to_choose(view: View) -> tuple[Choice, ...]:
    """One for each part that is open, where there is something to choose."""
    left = open_parts(view)
    if len(left) < 2:
        return ()
    return tuple(choose(view, "claim", "Part {part} of #{number}", str(part), part=str(part)) for part in left)


def instead(view: View) -> tuple[Choice, ...]:
    """For somebody who is on another part."""
    return tuple(
        choose(view, "part", "Rather part {part} of #{number}", str(part), part=str(part)) for part in open_parts(view)
    )


def own_part(view: View, claim: Claim | None) -> tuple[Span, ...]:
    name = slots.part_of(of(view), claim, parts_of(view))
    return said(view, "The part: {part}", part=Typed(name)) if name else ()


def part_taken(view: View, facts: Facts) -> Wording:
    return one(view, "All right, part {part} of #{number} is yours.", part=facts.get("part", ""))


def part_told(view: View, facts: Facts) -> Wording:
    """To the asker, if a helper takes another part."""
    claim, name = of(view).claim_of(PersonId(facts.get("helper", ""))), helper_in(view, facts)
    part = slots.part_of(of(view), claim, parts_of(view))
    if not part:
        return one(view, "Your helper does another part of {request} now.")
    return one(
        view,
        "{helper} does another part of {request} now: {part}"
        if name
        else "Your helper does another part of {request} now: {part}",
        helper=name,
        part=Typed(part),
    )


MESSAGES = {"part_taken": part_taken, "part_told": part_told}
