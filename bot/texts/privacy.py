"""What is held about a person, in words they can check, and what it means to be forgotten."""

from collections.abc import Iterator, Sequence

from bot.model.claims import Claim, Consent, Hold
from bot.model.ids import Number
from bot.model.people import Account
from bot.model.privacy import AllHeld, Held
from bot.model.requests import Reason, Request, Status
from bot.model.view import View
from bot.model.wording import Choice, Paragraph, Span, Strong, Time, Typed, Wording
from bot.texts.languages import by_count
from bot.texts.own_hours import way_in
from bot.texts.parts import KINDS, below, bold, choose, line, message, of, one, phrase, said, together
from bot.texts.policy import OWN_NAMES
from bot.texts.recognition import known_by
from bot.texts.series import times_left
from bot.texts.volunteers import offered, on_a_break

PAGE_LENGTH = 1200
"""Characters on one page, so that it fits into a message even if each needs marks that keep it harmless."""
PARAGRAPHS = 20
NUMBERS_AT_MOST = 15

_STATES = {
    Status.OPEN: "It looks for somebody.",
    Status.CLAIMED: "Somebody is on it.",
    Status.DONE: "Help was given.",
    Status.CLOSED: "It is closed.",
}
_ENDINGS = {
    Reason.SIGNPOSTED: "Help was found elsewhere.",
    Reason.UNMET: "Nobody was free.",
}
_HOLDS = {
    Hold.BACKUP: "{request}: you are the backup, since {time}.",
    Hold.ASKED: "{request}: you are the backup, and I asked you, since {time}.",
    Hold.PROPOSED: "{request}: the moderators thought of you for it, since {time}.",
    Hold.AGAIN: "{request}: you helped the time before, and I asked you, since {time}.",
    Hold.ALERTED: "{request}: I told you of it, since {time}.",
    Hold.ACTIVE: "{request}: you are on it, since {time}.",
    Hold.FINISHED: "{request}: you helped, since {time}.",
    Hold.ENDED: "{request}: you offered help, and that is over, since {time}.",
}
_CONSENTS = {
    Consent.NOTHING: "About thanks in public you said: nothing in public.",
    Consent.NO_NAMES: "About thanks in public you said: yes, without names.",
    Consent.HELPER_NAMED: "About thanks in public you said: yes, and the helper may be named.",
    Consent.BOTH_NAMED: "About thanks in public you said: yes, and both may be named.",
}

_TYPED = ("what", "where", "area", "note", "thanks", "reason")
"""What people write in their own words. The rest are choices, and answers of ours that are on their way."""


def nothing(view: View) -> Wording:
    return one(view, "I hold nothing about you: no account, no name, no words.")


def overview(view: View, numbers: Sequence[Number]) -> Wording:
    days = view.community.policy.purge_after.days
    typed = by_count(
        view.language,
        days,
        "What you typed: until a day after a request closes; a form that you have not posted, only for a while.",
        "What you typed: until {count} days after a request closes; a form that you have not posted, only for a while.",
    )
    return message(
        view,
        line(view, "What I hold about you. Only you can see this."),
        line(
            view,
            "Your account, the name you go by, the language you read, and your time zone and hour if you said them, so "
            "that I can speak to you: until you ask me to forget you.",
        ),
        line(view, typed, count=days),
        line(
            view,
            "Which requests you asked for or offered help with, when, how far they got, and whether you agreed to "
            "thanks in public: the times and states stay, without your words.",
        ),
        line(
            view,
            "What you offered as a volunteer, and a break: until they end. Whom I keep apart from you: until you take "
            "that back.",
        ),
        Paragraph(_about(view, numbers), (_show(view, 1, "Show me everything"), way_in(view), _forget(view))),
    )


def _about(view: View, numbers: Sequence[Number]) -> tuple[Span, ...]:
    if not numbers:
        return said(view, "Nothing here is about a request of yours or one you offered help with.")
    named = ", ".join(f"#{number}" for number in numbers[-NUMBERS_AT_MOST:])
    return said(
        view,
        "The requests you are or were part of here, the newest: {numbers}."
        if len(numbers) > NUMBERS_AT_MOST
        else "The requests you are or were part of here: {numbers}.",
        numbers=named,
    )


def _show(view: View, page: int, english: str) -> Choice:
    return choose(view, "show_mine", english, str(page))


def _forget(view: View) -> Choice:
    return choose(view, "forget_me", "Forget me")


def sure(view: View) -> Wording:
    """Asked once, with everything that follows from it."""
    return message(
        view,
        line(
            view,
            "If you say yes, I forget you in every community you share with me. Requests of yours that are "
            "still open are withdrawn, what you took on goes to others, and whoever counts on it is told, kindly.",
        ),
        line(
            view,
            "Your words, drafts, answers and name are deleted, and thanks in public that you agreed to are taken "
            "down. This cannot be taken back.",
        ),
        line(
            view,
            "What others have read in private stays with them. If you raised a hand on a card, please take it "
            "down yourself: I cannot.",
            choose(view, "forget_me", "Yes, forget me", "yes"),
            choose(view, "helpprivacy", "No, keep things as they are"),
        ),
    )


def forgotten(view: View) -> Wording:
    return one(view, "It is done: I no longer know you. Thank you for having been here; you are welcome at any time.")


def everything(view: View, held: AllHeld, page: int) -> Wording:
    if not held.accounts:
        return nothing(view)
    pages = list(_pages(list(_all(view, held))))
    shown = min(max(page, 1), len(pages))
    more = (_show(view, shown + 1, "Show more"),) if shown < len(pages) else ()
    top = line(
        view,
        "Everything I hold about you." if len(pages) == 1 else "Everything I hold about you, {page}/{pages}.",
        page=shown,
        pages=len(pages),
    )
    return message(view, top, *pages[shown - 1], below(*more, _forget(view)))


def _pages(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    page: list[Paragraph] = []
    for paragraph in paragraphs:
        is_full = len(Wording((*page, paragraph)).text) > PAGE_LENGTH or len(page) == PARAGRAPHS
        if page and is_full:
            yield tuple(page)
            page = []
        page.append(paragraph)
    yield tuple(page)


def _all(view: View, held: AllHeld) -> Iterator[Paragraph]:
    yield from (_account(view, account) for account in held.accounts)
    if held.language is not None:
        yield line(view, "The language you read: {language}.", language=OWN_NAMES[held.language])
    if held.is_not_written_to:
        yield line(view, "That I don't write to you in private, because you asked me not to or I could not.")
    for each in held.held:
        yield together(_name(view, each), *_own_hours(view, each), _last_heard(view, each))
        for request in each.requests:
            yield from _request(request, each)
        for typed in each.typed:
            yield from (_wrote(view, text) for name, text in typed.fields.items() if name in _TYPED)
        yield from _as_volunteer(view, each)
        if each.has_hands_up:
            yield line(view, "That you raised your hand on cards, so that taking it down means something.")


def _as_volunteer(view: View, held: Held) -> Iterator[Paragraph]:
    if held.volunteer is not None:
        yield line(view, "You are a volunteer until {time}.", time=Time(held.volunteer.expires_at))
        yield from offered(view, held.volunteer)
    if held.paused_until is not None:
        yield on_a_break(view, held.paused_until)
    for name in held.avoids:
        yield line(view, "You asked me to keep {name} apart from you.", name=Typed(name))


def _account(view: View, account: Account) -> Paragraph:
    return line(view, "Your account on {platform}: {account}", platform=account.platform, account=Typed(account.id))


def _name(view: View, held: Held) -> tuple[Span, ...]:
    community, name = Strong(held.community.name), Typed(held.member.name)
    return said(view, "{community}: you go by the name {name}.", community=community, name=name)


def _own_hours(view: View, held: Held) -> Iterator[tuple[Span, ...]]:
    if held.member.timezone is not None:
        yield said(view, "You live by the clocks of {zone}.", zone=held.member.timezone)
    if held.member.daily_hour is not None:
        yield said(view, "Your daily message comes from {hour}:00 on.", hour=held.member.daily_hour)


def _last_heard(view: View, held: Held) -> tuple[Span, ...]:
    last = held.member.last_talk_at
    return () if last is None else said(view, "My last daily message to you: {time}.", time=Time(last))


def _request(view: View, held: Held) -> Iterator[Paragraph]:
    request, me = of(view), held.member.person_id
    claim = request.claim_of(me)
    if request.asker_id == me:
        kind, time = phrase(view, KINDS[request.kind]), Time(request.posted_at)
        yield together(
            said(view, "{request}: you asked for this, {time} ({kind}).", request=bold(view), kind=kind, time=time),
            said(view, _STATES[request.status]),
            _how_it_ended(view, request),
            times_left(view, request),
            _agreed(view, request.consent),
        )
        typed = (view.words.get("what"), view.words.get("where"), view.thanks.get("thanks"))
        yield from (_wrote(view, text) for text in typed if text)
    elif claim is not None:
        yield _claim(view, claim)


def _how_it_ended(view: View, request: Request) -> tuple[Span, ...]:
    """If somebody said so: the rest can be read from how far it got."""
    return said(view, _ENDINGS[request.reason]) if request.reason in _ENDINGS else ()


def _wrote(view: View, text: str) -> Paragraph:
    return line(view, "You wrote: “{words}”", words=Typed(text))


def _claim(view: View, claim: Claim) -> Paragraph:
    contact: tuple[Span, ...] = ()
    if claim.contact_at is not None:
        contact = said(view, "You would be in touch by {time}.", time=Time(claim.contact_at))
    state = said(view, _HOLDS[claim.hold], request=bold(view), time=Time(claim.since))
    return together(state, contact, known_by(view, claim), _agreed(view, claim.consent))


def _agreed(view: View, consent: Consent | None) -> tuple[Span, ...]:
    return () if consent is None else said(view, _CONSENTS[consent])
