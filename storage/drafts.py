"""Forms that nobody else has seen. What was typed into them is in `words`, under "what" and "where"."""

from datetime import date, datetime

from sqlalchemy import bindparam, delete, func, select

from bot.model.ids import CommunityId, DraftId, Number, PersonId, WordsId
from bot.model.policy import Kind, Urgency
from bot.model.requests import Draft, Form, Naming
from storage.statements import Row, Session, Statement, insert_or_update, same
from storage.tables import drafts, words
from storage.values import micros, moment
from storage.words import words_of

_DRAFT = (
    drafts.c.community_id,
    drafts.c.id,
    drafts.c.person_id,
    drafts.c.kind,
    drafts.c.urgency,
    drafts.c.by,
    drafts.c.naming,
    drafts.c.wanted,
    drafts.c.expires_at,
    drafts.c.words_id,
    drafts.c.edits,
    drafts.c.is_heavy,
    words.c.fields,
)
_THEIR_WORDS = (words.c.community_id == drafts.c.community_id) & (words.c.id == drafts.c.words_id)
_WHOLE = select(*_DRAFT).join_from(drafts, words, _THEIR_WORDS, isouter=True)
SAVE = insert_or_update(drafts, "community_id", "person_id")
OF = Statement(_WHOLE.where(same(drafts.c.community_id, drafts.c.person_id)))
FIND = Statement(_WHOLE.where(same(drafts.c.community_id, drafts.c.id)))
DISCARD = Statement(delete(drafts).where(same(drafts.c.community_id, drafts.c.id)))
DUE = Statement(
    select(drafts.c.community_id, drafts.c.id)
    .where(drafts.c.expires_at <= bindparam("now"))
    .order_by(drafts.c.expires_at)
    .limit(bindparam("at_most"))
)
NEXT = Statement(select(func.min(drafts.c.expires_at)))


class Drafts:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, draft: Draft) -> None:
        self._session.run(SAVE, _values(draft))

    def of(self, community_id: CommunityId, person_id: PersonId) -> Draft | None:
        values = {"the_community_id": community_id, "the_person_id": person_id}
        row = self._session.row(OF, values)
        return None if row is None else _draft(row)

    def find(self, community_id: CommunityId, draft_id: DraftId) -> Draft | None:
        values = {"the_community_id": community_id, "the_id": draft_id}
        row = self._session.row(FIND, values)
        return None if row is None else _draft(row)

    def discard(self, draft: Draft) -> None:
        self._forget(draft.community_id, draft.id)

    def expire(self, now: datetime, limit: int) -> int:
        rows = self._session.rows(DUE, {"now": micros(now), "at_most": limit})
        for community_id, draft_id in rows:
            self._forget(community_id, draft_id)
        return len(rows)

    def _forget(self, community_id: CommunityId, draft_id: DraftId) -> None:
        self._session.run(DISCARD, {"the_community_id": community_id, "the_id": draft_id})


def _draft(row: Row) -> Draft:
    (
        community_id, draft_id, person_id, kind, urgency, by, naming, wanted, expires_at, words_id, edits, heavy,
        typed,
    ) = row  # fmt: skip
    said = words_of(typed)
    return Draft(
        CommunityId(community_id),
        DraftId(draft_id),
        PersonId(person_id),
        Form(
            Kind(kind),
            said.get("what"),
            Urgency(urgency),
            _by(by),
            said.get("where"),
            Naming(naming),
            wanted,
            bool(heavy),
        ),
        moment(expires_at),
        WordsId(words_id),
        None if edits is None else Number(edits),
    )


def _by(text: str | None) -> date | None:
    """A day, or a moment on it."""
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _values(draft: Draft) -> dict[str, object]:
    form = draft.form
    return {
        "community_id": draft.community_id,
        "id": draft.id,
        "person_id": draft.person_id,
        "kind": form.kind.value,
        "urgency": form.urgency.value,
        "by": None if form.by is None else form.by.isoformat(),
        "naming": form.naming.value,
        "wanted": form.wanted,
        "expires_at": micros(draft.expires_at),
        "words_id": draft.words_id,
        "edits": draft.edits,
        "is_heavy": int(form.is_heavy),
    }
