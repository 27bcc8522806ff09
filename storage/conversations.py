"""Forms that are filled in by talking. What was answered so far is in `words`."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.model.conversations import Conversation
from bot.model.ids import CommunityId, Number, PersonId, WordsId
from bot.model.outcome import FormAbout
from storage.statements import Session, Statement, insert_or_update, same
from storage.tables import conversations
from storage.values import from_json, micros, moment, to_json

_ONE = same(conversations.c.community_id, conversations.c.person_id)
KEEP = insert_or_update(conversations, "community_id", "person_id")
OPEN = Statement(
    select(
        conversations.c.about,
        conversations.c.number,
        conversations.c.asking,
        conversations.c.rest,
        conversations.c.words_id,
        conversations.c.expires_at,
    ).where(_ONE, conversations.c.expires_at > bindparam("now"))
)
END = Statement(delete(conversations).where(_ONE))
EXPIRE = Statement(delete(conversations).where(conversations.c.expires_at <= bindparam("now")))
NEXT = Statement(select(func.min(conversations.c.expires_at)))


class Conversations:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, talk: Conversation) -> None:
        values = {
            "community_id": talk.community_id,
            "person_id": talk.person_id,
            "about": talk.about.value,
            "number": talk.number,
            "asking": talk.asking,
            "rest": to_json(talk.rest),
            "words_id": talk.words_id,
            "expires_at": micros(talk.expires_at),
        }
        self._session.run(KEEP, values)

    def open_for(self, community_id: CommunityId, person_id: PersonId, now: datetime) -> Conversation | None:
        values = {"the_community_id": community_id, "the_person_id": person_id, "now": micros(now)}
        row = self._session.row(OPEN, values)
        if row is None:
            return None
        about, number, asking, rest, words_id, expires_at = row
        return Conversation(
            community_id,
            person_id,
            FormAbout(about),
            None if number is None else Number(number),
            asking,
            tuple(from_json(rest)),
            WordsId(words_id),
            moment(expires_at),
        )

    def expire(self, now: datetime) -> int:
        return self._session.run(EXPIRE, {"now": micros(now)})

    def end(self, talk: Conversation) -> None:
        values = {"the_community_id": talk.community_id, "the_person_id": talk.person_id}
        self._session.run(END, values)
