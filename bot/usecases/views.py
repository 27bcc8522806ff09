"""Loads what a sentence needs, narrowed to what its reader may see."""

from dataclasses import replace
from datetime import datetime

from bot.model.ids import PersonId, WordsId
from bot.model.language import Language, language_of
from bot.model.people import Actor, Member
from bot.model.places import Community
from bot.model.requests import Request, Words
from bot.model.view import View
from bot.ports import Tx
from bot.rules import hiding, hours, naming

_NOTHING = Words()


def of_request(
    tx: Tx,
    community: Community,
    request: Request,
    reader: PersonId | None,
    now: datetime,
    platform: str | None = None,
    *,
    typed: Words | None = None,
) -> View:
    """`platform` chooses the accounts that are mentioned; None takes any account of a person.

    `typed` is what was typed into the request, if that is at hand already.
    """
    seen = naming.visible(request, reader)
    claim = request.claim_of(reader) if reader is not None else None
    reads_note = claim is not None and claim.is_active
    own_language, own_zone = _reading(tx, community, reader)
    return View(
        community,
        reader,
        now,
        request,
        words=(typed or tx.words.get(community.id, request.words_id)) if hiding.may_see(request, reader) else _NOTHING,
        reason=tx.words.get(community.id, request.reason_words_id),
        note=tx.words.get(community.id, request.note_words_id) if reads_note else _NOTHING,
        names={name.person_id: name for name in tx.people.names(community.id, sorted(seen), platform)},
        language=own_language,
        timezone=own_zone,
    )


def of_own(tx: Tx, community: Community, request: Request, reader: PersonId, now: datetime) -> View:
    """What its reader typed about it, and nobody's name."""
    mine = bare(tx, community, reader, now, request)
    if request.asker_id != reader:
        return mine
    words, thanks = (tx.words.get(community.id, words_id) for words_id in (request.words_id, request.thanks_words_id))
    return replace(mine, words=words, thanks=thanks)


def of_announcement(tx: Tx, community: Community, request: Request, now: datetime, platform: str | None) -> View:
    seen = sorted(naming.visible_in_announcement(request))
    return View(
        community,
        None,
        now,
        request,
        thanks=tx.words.get(community.id, request.thanks_words_id),
        names={name.person_id: name for name in tx.people.names(community.id, seen, platform)},
        language=community.language,
    )


def of_note(
    tx: Tx, community: Community, words_id: WordsId | None, reader: PersonId | None, now: datetime, platform: str
) -> View:
    """What one person wrote to another, with the name of whoever wrote it."""
    words = tx.words.get(community.id, words_id)
    writer = words.get("by")
    names = tx.people.names(community.id, [PersonId(writer)], platform) if writer else []
    view = bare(tx, community, reader, now)
    return replace(view, thanks=words, names={name.person_id: name for name in names})


def bare(tx: Tx, community: Community, reader: PersonId | None, now: datetime, request: Request | None = None) -> View:
    """For sentences that need neither names nor words."""
    own_language, own_zone = _reading(tx, community, reader)
    return View(community, reader, now, request, language=own_language, timezone=own_zone)


def to_member(community: Community, reader: Member, now: datetime, request: Request | None = None) -> View:
    """As `bare`, for whoever was just recognised: nothing is left to be looked up."""
    return View(
        community,
        reader.person_id,
        now,
        request,
        language=reader.language or community.language,
        timezone=reader.timezone or "",
    )


def private(tx: Tx, community: Community, actor: Actor, now: datetime) -> View:
    """Of whoever asks, even if they are nobody we know."""
    person = tx.people.person_of(actor.account)
    own_language, own_zone = _reading(tx, community, person)
    return View(community, person, now, language=language_of(actor.language) or own_language, timezone=own_zone)


def language(tx: Tx, community: Community, reader: PersonId | None) -> Language:
    """One person's own, if it is known; otherwise the community's."""
    return _reading(tx, community, reader)[0]


def as_lived(tx: Tx, community: Community, person: PersonId) -> Community:
    """By this person's own clocks: what "today" and "tomorrow" mean to them."""
    return hours.as_lived(community, tx.people.reading(community.id, person)[1])


def _reading(tx: Tx, community: Community, reader: PersonId | None) -> tuple[Language, str]:
    """In which language they are spoken to, and their own time zone, if they said one."""
    own, timezone = tx.people.reading(community.id, reader) if reader is not None else (None, None)
    return own or community.language, timezone or ""
