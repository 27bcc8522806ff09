"""The one open question a person is being asked in a community."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.model.ids import CommunityId, Number, PersonId
from bot.model.questions import Asks, Question
from storage.statements import Row, Session, Statement, insert_or_update, same
from storage.tables import questions
from storage.values import micros, moment

_ONE = same(questions.c.community_id, questions.c.person_id)
ASK = insert_or_update(questions, "community_id", "person_id")
_QUESTION = (
    questions.c.community_id,
    questions.c.person_id,
    questions.c.asks,
    questions.c.number,
    questions.c.expires_at,
)
_IS_OPEN = questions.c.expires_at > bindparam("now")
OPEN = Statement(select(*_QUESTION).where(_ONE, _IS_OPEN))
ALL_OPEN = Statement(
    select(*_QUESTION).where(_IS_OPEN).order_by(questions.c.expires_at.desc()).limit(bindparam("at_most"))
)
CLOSE = Statement(delete(questions).where(_ONE))


class Questions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def ask(self, question: Question) -> None:
        self._session.run(ASK, _values(question))

    def open_for(self, community_id: CommunityId, person_id: PersonId, now: datetime) -> Question | None:
        values = {"the_community_id": community_id, "the_person_id": person_id, "now": micros(now)}
        row = self._session.row(OPEN, values)
        return None if row is None else _question(row)

    def open(self, now: datetime, limit: int) -> Sequence[Question]:
        return [_question(row) for row in self._session.rows(ALL_OPEN, {"now": micros(now), "at_most": limit})]

    def close(self, question: Question) -> None:
        values = {"the_community_id": question.community_id, "the_person_id": question.person_id}
        self._session.run(CLOSE, values)


def _question(row: Row) -> Question:
    community_id, person_id, asks, number, expires_at = row
    return Question(CommunityId(community_id), PersonId(person_id), Asks(asks), Number(number), moment(expires_at))


def _values(question: Question) -> dict[str, object]:
    return {
        "community_id": question.community_id,
        "person_id": question.person_id,
        "asks": question.asks.value,
        "number": question.number,
        "expires_at": micros(question.expires_at),
    }
