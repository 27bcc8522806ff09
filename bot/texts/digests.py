"""What a community reads about itself. Nobody is named, and small counts stay in the dark."""

from bot.model.digests import Age, DigestKind
from bot.model.ids import Number
from bot.model.view import View
from bot.model.wording import Accent, Choice, Paragraph, Span, Typed, Wording
from bot.rules.digests import FEW, age
from bot.texts.languages import by_count
from bot.texts.parts import (
    KINDS,
    Facts,
    bold,
    choose,
    heading,
    line,
    message,
    of,
    phrase,
    said,
    shortened,
    together,
    when,
)

_NOBODY = Number(0)
_AGES = {
    Age.TODAY: "asked today",
    Age.YESTERDAY: "asked yesterday",
    Age.DAYS: "asked a few days ago",
    Age.WEEK: "asked over a week ago",
}


def digest(view: View, rows: tuple[View, ...], total: int) -> Wording:
    """One line a request, the soonest needed first."""
    title = heading(phrase(view, "Where a hand is wanted"))
    if not rows:
        calm = line(view, "Nobody is waiting at the moment. If a hand would help you, /needhelp asks for one.")
        return message(view, title, calm)
    how = line(view, "To take one on: /claim and its number.")
    return message(view, title, *(_row(row) for row in rows), *_more(view, total - len(rows)), how, accent=Accent.OPEN)


def _row(view: View) -> Paragraph:
    request = of(view)
    return line(
        view,
        "{request} {kind}: {words} · {when} · {age}",
        request=bold(view),
        kind=phrase(view, KINDS[request.kind]),
        words=Typed(shortened(view.words.get("what").split("\n")[0])),
        when=when(view, request),
        age=phrase(view, _AGES[age(request.posted_at, view.now, view.community.timezone)]),
    )


def _more(view: View, count: int) -> tuple[Paragraph, ...]:
    if not count:
        return ()
    more = by_count(view.language, count, "And one more: /helpboard", "And {count} more: /helpboard")
    return (line(view, more, count=count),)


def week(view: View, facts: Facts) -> Wording:
    """What happened first, then what neighbours could still do."""
    title = "The last weeks among neighbours" if "weeks" in facts else "The week among neighbours"
    return message(
        view,
        heading(phrase(view, title)),
        together(*_happened(view, facts)),
        *(Paragraph(each) for each in _could_be_done(view, facts)),
        accent=Accent.WARM,
    )


def _happened(view: View, facts: Facts) -> tuple[tuple[Span, ...], ...]:
    return (
        _counted(view, facts, "asked", "A few times a hand was asked for.", "{count} times a hand was asked for."),
        _counted(
            view, facts, "helped", "A few times help was given. Thank you.", "{count} times help was given. Thank you."
        ),
        _counted(
            view, facts, "elsewhere", "A few times help was found elsewhere.", "{count} times help was found elsewhere."
        ),
    )


def _could_be_done(view: View, facts: Facts) -> tuple[tuple[Span, ...], ...]:
    both = (
        _counted(
            view,
            facts,
            "open",
            "A few requests could still use a hand: /helpboard",
            "{count} requests could still use a hand: /helpboard",
        ),
        _counted(
            view,
            facts,
            "rested",
            "A few came to rest before anybody was free. If they are asked again, perhaps you have a moment.",
            "{count} came to rest before anybody was free. If they are asked again, perhaps you have a moment.",
        ),
    )
    return tuple(each for each in both if each)


def _counted(view: View, facts: Facts, name: str, few: str, many: str) -> tuple[Span, ...]:
    count = facts.get(name)
    if count is None:
        return ()
    return said(view, few) if count == FEW else said(view, many, count=count)


def switches(view: View) -> tuple[Paragraph, ...]:
    """As moderators turn them on and off."""
    policy = view.community.policy
    overview, week_told = phrase(view, "Overview of what is open"), phrase(view, "The week in counts")
    quietly = said(view, "It is one message where requests are read, kept up to date, that calls nobody.")
    mondays = said(view, "It comes on Mondays where thanks are read, without names; small counts are a few.")
    return (
        together(
            said(view, "{kind}: on." if policy.digest else "{kind}: off.", kind=overview),
            quietly,
            choices=(_switch(view, DigestKind.OPEN, overview, is_on=policy.digest),),
        ),
        together(
            said(view, "{kind}: on." if policy.weekly else "{kind}: off.", kind=week_told),
            mondays,
            choices=(_switch(view, DigestKind.WEEK, week_told, is_on=policy.weekly),),
        ),
    )


def _switch(view: View, kind: DigestKind, name: str, *, is_on: bool) -> Choice:
    if is_on:
        return choose(view, "digest", "Turn off: {kind}", f"{kind.value} off", number=_NOBODY, kind=name)
    return choose(view, "digest", "Turn on: {kind}", f"{kind.value} on", number=_NOBODY, kind=name)


MESSAGES = {
    "week": week,
}
