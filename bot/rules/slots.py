"""A big need in named parts, one person each. The names are lines of what was typed: nothing else is kept of them.

A part is known by its place in the list, counted from 1.
"""

from dataclasses import replace

from bot.errors import Refused
from bot.model.claims import Claim
from bot.model.ids import PersonId
from bot.model.requests import Request
from bot.rules.claims import active_claim, with_claim

MOST = 10
_MARKS = ("- ", "* ", "• ", "– ")


def listed(what: str) -> tuple[str, ...]:
    """The lines that begin like those of a list, if they could be parts."""
    found = tuple(line[2:].strip() for line in what.split("\n") if line.startswith(_MARKS))
    return found if 2 <= len(found) <= MOST and all(found) else ()


def named(what: str, wanted: int) -> tuple[str, ...]:
    """The parts, if as many people are wanted as there are."""
    found = listed(what)
    return found if len(found) == wanted else ()


def held(request: Request, count: int) -> dict[PersonId, int]:
    """Who is on which part, or did it. Each has one of their own, whatever was changed or taken back since."""
    holding = sorted((*request.active, *request.finishers), key=lambda claim: claim.since)
    parts: dict[PersonId, int] = {}
    for claim in holding:
        if claim.part is not None and claim.part <= count and claim.part not in parts.values():
            parts[claim.helper_id] = claim.part
    for claim in holding:
        left = (part for part in range(1, count + 1) if part not in parts.values())
        if claim.helper_id not in parts and (first := next(left, None)) is not None:
            parts[claim.helper_id] = first
    return parts


def free(request: Request, count: int) -> tuple[int, ...]:
    taken = held(request, count).values()
    return tuple(part for part in range(1, count + 1) if part not in taken)


def take(before: Request, after: Request, helper: PersonId, count: int, value: str) -> Request:
    """`after` with the part that was chosen, or the first that is still free if none was."""
    mine = active_claim(after, helper)
    if not count:
        return after
    chosen = _chosen(value, count)
    open_parts = free(before, count)
    if chosen is not None and chosen not in open_parts:
        raise Refused("part_is_taken")
    return with_claim(after, replace(mine, part=chosen or next(iter(open_parts), None)))


def switch(request: Request, helper: PersonId, count: int, value: str) -> Request:
    """Another part instead, if it is free."""
    mine, chosen = active_claim(request, helper), _chosen(value, count)
    if chosen is None:
        raise Refused("not_a_choice")
    if chosen not in free(request, count):
        raise Refused("part_is_taken")
    return with_claim(request, replace(mine, part=chosen))


def _chosen(value: str, count: int) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) <= 2
    if is_number and not 1 <= int(value) <= count:
        raise Refused("not_a_choice")
    return int(value) if is_number else None


def carried_over(request: Request, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Request, bool]:
    """After the list was changed everybody keeps the part of the same name; says whether all could."""
    are_all_kept = True
    for helper, part in held(request, len(before)).items():
        claim = request.claim_of(helper)
        assert claim is not None, "whoever holds a part has a claim"
        is_kept = before[part - 1] in after
        are_all_kept = are_all_kept and is_kept
        request = with_claim(request, replace(claim, part=after.index(before[part - 1]) + 1 if is_kept else None))
    return request, are_all_kept


def part_of(request: Request, claim: Claim | None, parts: tuple[str, ...]) -> str:
    """Its name; "" if there are no parts, or none is theirs."""
    mine = held(request, len(parts)).get(claim.helper_id) if claim is not None else None
    return parts[mine - 1] if mine is not None else ""
