"""What is held about a person, in words they can check, and what it means to be forgotten."""

from collections.abc import Iterator, Sequence

from bot.model.ids import Number
from bot.model.policy import Policy
from bot.model.privacy import AllHeld, Held
from bot.model.requests import Claim, Consent, Hold, Status
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Plain, Span, Strong, Time, Typed, Wording
from bot.texts.parts import KINDS, choose, line, of, one

ABOUT_NOTHING = Number(0)
PAGE_LENGTH = 1200
"""Characters on one page, so that it fits into a message even if each needs marks that keep it harmless."""
PARAGRAPHS = 20
NUMBERS_AT_MOST = 15

_STATES = {
    Status.OPEN: "it looks for somebody",
    Status.CLAIMED: "somebody is on it",
    Status.DONE: "help was given",
    Status.CLOSED: "it is closed",
}
_HOLDS = {
    Hold.BACKUP: "you are the backup",
    Hold.ASKED: "you are the backup, and I asked you",
    Hold.ACTIVE: "you are on it",
    Hold.FINISHED: "you helped",
    Hold.ENDED: "you offered help, and that is over",
}
_CONSENTS = {
    Consent.NOTHING: "nothing in public",
    Consent.NO_NAMES: "yes, without names",
    Consent.HELPER_NAMED: "yes, and the helper may be named",
    Consent.BOTH_NAMED: "yes, and both may be named",
}

_TYPED = ("what", "where", "note", "thanks", "reason")
"""What people write in their own words. The rest are choices, and answers of ours that are on their way."""


def nothing() -> Wording:
    return one("I hold nothing about you: no account, no name, no words.")


def overview(policy: Policy, numbers: Sequence[Number]) -> Wording:
    about = "Nothing here is about a request of yours or one you offered help with."
    if numbers:
        named = ", ".join(f"#{number}" for number in numbers[-NUMBERS_AT_MOST:])
        about = (
            f"The requests you are or were part of here{', the newest' * (len(numbers) > NUMBERS_AT_MOST)}: {named}."
        )
    return Wording(
        (
            line("What I hold about you. Only you can see this."),
            line("Your account and the name you go by, so that I can speak to you: until you ask me to forget you."),
            line(
                f"What you typed: until {policy.purge_after.days} days after a request closes; "
                "a form that you have not posted, for a day."
            ),
            line(
                "Which requests you asked for or offered help with, when, how far they got, and whether you agreed to "
                "thanks in public: the times and states stay, without your words."
            ),
            line(about, choices=(_show(1, "Show me everything"), choose("forget_me", ABOUT_NOTHING, "Forget me"))),
        )
    )


def _show(page: int, label: str) -> Choice:
    return choose("show_mine", ABOUT_NOTHING, label, str(page))


def sure() -> Wording:
    """Asked once, with everything that follows from it."""
    return Wording(
        (
            line(
                "If you say yes, I forget you in every community you share with me. Requests of yours that are "
                "still open are withdrawn, what you took on goes to others, and whoever counts on it is told, kindly."
            ),
            line(
                "Your words, drafts, answers and name are deleted, and thanks in public that you agreed to are taken "
                "down. This cannot be taken back."
            ),
            line(
                "What others have read in private stays with them. If you raised a hand on a card, please take it "
                "down yourself: I cannot.",
                choices=(
                    choose("forget_me", ABOUT_NOTHING, "Yes, forget me", "yes"),
                    choose("helpprivacy", ABOUT_NOTHING, "No, keep things as they are"),
                ),
            ),
        )
    )


def forgotten() -> Wording:
    return one("It is done: I no longer know you. Thank you for having been here; you are welcome at any time.")


def everything(held: AllHeld, page: int) -> Wording:
    if not held.accounts:
        return nothing()
    pages = list(_pages(list(_all(held))))
    shown = min(max(page, 1), len(pages))
    choices = (
        *((_show(shown + 1, "Show more"),) if shown < len(pages) else ()),
        choose("forget_me", ABOUT_NOTHING, "Forget me"),
    )
    heading = (
        "Everything I hold about you." if len(pages) == 1 else f"Everything I hold about you, {shown}/{len(pages)}."
    )
    return Wording((line(heading), *pages[shown - 1], line("", choices=choices)))


def _pages(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    page: list[Paragraph] = []
    for paragraph in paragraphs:
        is_full = len(Wording((*page, paragraph)).text) > PAGE_LENGTH or len(page) == PARAGRAPHS
        if page and is_full:
            yield tuple(page)
            page = []
        page.append(paragraph)
    yield tuple(page)


def _all(held: AllHeld) -> Iterator[Paragraph]:
    accounts = ", ".join(f"{account.id} on {account.platform}" for account in held.accounts)
    yield line("Your account: ", Typed(accounts))
    if held.is_not_written_to:
        yield line("That I don't write to you in private, because you asked me not to or I could not.")
    for each in held.held:
        yield line(Strong(each.community.name), ": you go by the name ", Typed(each.member.name), *_last_heard(each))
        for view in each.requests:
            yield from _request(view, each)
        for words in each.typed:
            yield from (line("You wrote: “", Typed(text), "”") for name, text in words.fields.items() if name in _TYPED)
        if each.has_hands_up:
            yield line("That you raised your hand on cards, so that taking it down means something.")


def _last_heard(held: Held) -> tuple[Span | str, ...]:
    last = held.member.last_talk_at
    return (".",) if last is None else (". My last daily message to you: ", Time(last), ".")


def _request(view: View, held: Held) -> Iterator[Paragraph]:
    request, me = of(view), held.member.person_id
    claim = request.claim_of(me)
    if request.asker_id == me:
        state = f"; {_STATES[request.status]}.{_agreed(request.consent)}"
        yield line(
            Strong(f"#{request.number}"),
            f": you asked for {KINDS[request.kind].lower()}, ",
            Time(request.posted_at),
            state,
        )
        yield from _words(view)
    elif claim is not None:
        yield _claim(request.number, claim)


def _words(view: View) -> Iterator[Paragraph]:
    typed = (view.words.get("what"), view.words.get("where"), view.thanks.get("thanks"))
    yield from (line("You wrote: “", Typed(text), "”") for text in typed if text)


def _claim(number: Number, claim: Claim) -> Paragraph:
    contact: tuple[Span, ...] = ()
    if claim.contact_at is not None:
        contact = (Plain(" You would be in touch by "), Time(claim.contact_at), Plain("."))
    said = f": {_HOLDS[claim.hold]}, since "
    return line(Strong(f"#{number}"), said, Time(claim.since), ".", *contact, _agreed(claim.consent))


def _agreed(consent: Consent | None) -> str:
    return "" if consent is None else f" About thanks in public you said: {_CONSENTS[consent]}."
