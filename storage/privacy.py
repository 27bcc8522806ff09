"""Everything that is held about one person: where it is found, and how it goes."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, null, or_, select, update

from bot.model.ids import NOBODY, CommunityId, Number, PersonId, WordsId
from bot.model.people import Account
from storage.delivery_tables import card_subjects, cards, messages, outbox, reactions, talks, waiting
from storage.statements import Session, Statement, said, same
from storage.tables import accounts, claims, conversations, drafts, history, members, people, questions, requests, words
from storage.values import to_json
from storage.volunteer_tables import avoids, pauses, told, volunteers

_ACCOUNTS = same(accounts.c.person_id)
ACCOUNTS = Statement(
    select(accounts.c.platform, accounts.c.account_id, accounts.c.direct_ref)
    .where(_ACCOUNTS)
    .order_by(accounts.c.platform, accounts.c.account_id)
)
COMMUNITIES = Statement(select(members.c.community_id).where(same(members.c.person_id)))
ASKED_BY = Statement(select(requests.c.number).where(same(requests.c.community_id, requests.c.asker_id)))
HELPED_BY = Statement(select(claims.c.number).where(same(claims.c.community_id, claims.c.helper_id)))
# Rows are few, because they are purged; whose they are stands in their JSON, where typed quotes are escaped.
TYPED_BY = Statement(
    select(words.c.id)
    .where(same(words.c.community_id), words.c.fields.like(bindparam("by"), escape="!"))
    .order_by(words.c.id)
)
_HANDS = same(reactions.c.community_id, reactions.c.platform, reactions.c.account_id)
HAND = Statement(select(said(1)).select_from(reactions).where(_HANDS).limit(1))
RAISED = Statement(select(reactions.c.place_ref, reactions.c.ref, reactions.c.symbol).where(_HANDS))
MARK = Statement(insert(reactions).inline())

_OF_READER = same(cards.c.community_id, cards.c.reader_id)
_THEIR_CARDS = select(cards.c.id).where(_OF_READER)
_IN_COMMUNITY = (
    Statement(delete(drafts).where(same(drafts.c.community_id, drafts.c.person_id))),
    Statement(delete(conversations).where(same(conversations.c.community_id, conversations.c.person_id))),
    Statement(delete(questions).where(same(questions.c.community_id, questions.c.person_id))),
    Statement(delete(volunteers).where(same(volunteers.c.community_id, volunteers.c.person_id))),
    Statement(delete(pauses).where(same(pauses.c.community_id, pauses.c.person_id))),
    Statement(delete(avoids).where(same(avoids.c.community_id, avoids.c.person_id))),
    Statement(delete(told).where(same(told.c.community_id, told.c.person_id))),
    Statement(delete(outbox).where(same(outbox.c.community_id, outbox.c.reader_id))),
    Statement(
        delete(messages).where(
            same(messages.c.community_id),
            or_(messages.c.card_id.in_(_THEIR_CARDS), messages.c.reader_id == bindparam("the_reader_id")),
        )
    ),
    Statement(
        delete(card_subjects).where(same(card_subjects.c.community_id), card_subjects.c.card_id.in_(_THEIR_CARDS))
    ),
    Statement(delete(cards).where(_OF_READER)),
    Statement(delete(talks).where(same(talks.c.community_id, talks.c.person_id))),
    Statement(update(history).where(same(history.c.community_id, history.c.by)).values(by=null())),
    Statement(delete(members).where(same(members.c.community_id, members.c.person_id))),
)
_OF_ACCOUNT = (
    Statement(delete(reactions).where(_HANDS)),
    Statement(delete(messages).where(same(messages.c.community_id, messages.c.platform, messages.c.place_ref))),
    Statement(
        delete(waiting).where(same(waiting.c.community_id), waiting.c.event.like(bindparam("event"), escape="!"))
    ),
)
NAMED_TO_AVOID = Statement(delete(avoids).where(same(avoids.c.platform, avoids.c.account_id)))
"""By others, in communities too that they do not belong to."""
DROP_ACCOUNTS = Statement(delete(accounts).where(_ACCOUNTS))
DROP_PERSON = Statement(delete(people).where(same(people.c.person_id)))


class Privacy:
    def __init__(self, session: Session, new_key: Callable[[], str]) -> None:
        self._session = session
        self._new_key = new_key

    def accounts(self, person_id: PersonId) -> tuple[Account, ...]:
        rows = self._session.rows(ACCOUNTS, {"the_person_id": person_id})
        return tuple(Account(platform, account_id) for platform, account_id, _ in rows)

    def numbers(self, community_id: CommunityId, person_id: PersonId) -> Sequence[Number]:
        values = _of(community_id, person_id)
        rows = [*self._session.rows(ASKED_BY, values), *self._session.rows(HELPED_BY, values)]
        return sorted({Number(row[0]) for row in rows})

    def typed_by(self, community_id: CommunityId, person_id: PersonId) -> Sequence[WordsId]:
        values = {"the_community_id": community_id, "by": _holding(f'"by":{to_json(person_id)}')}
        return [WordsId(row[0]) for row in self._session.rows(TYPED_BY, values)]

    def has_hands_up(self, community_id: CommunityId, person_id: PersonId) -> bool:
        values = [_of_account(community_id, account, "") for account in self.accounts(person_id)]
        return any(self._session.row(HAND, each) is not None for each in values)

    def forget(self, person_id: PersonId) -> None:
        known = self._session.rows(ACCOUNTS, {"the_person_id": person_id})
        for (community_id,) in self._session.rows(COMMUNITIES, {"the_person_id": person_id}):
            for platform, account_id, direct_ref in known:
                values = _of_account(community_id, Account(platform, account_id), direct_ref or "")
                self._leave_marks(community_id, platform, values)
                self._run(_OF_ACCOUNT, values)
            self._run(_IN_COMMUNITY, _of(community_id, person_id))
        for platform, account_id, _ in known:
            self._session.run(NAMED_TO_AVOID, {"the_platform": platform, "the_account_id": account_id})
        self._run((DROP_ACCOUNTS, DROP_PERSON), {"the_person_id": person_id})

    def _leave_marks(self, community_id: CommunityId, platform: str, values: dict[str, Any]) -> None:
        for place_ref, ref, symbol in self._session.rows(RAISED, values):
            where = {"community_id": community_id, "platform": platform, "place_ref": place_ref, "ref": ref}
            self._session.run(
                MARK, where | {"account_id": f"{NOBODY}{self._new_key()}", "symbol": symbol, "origin": None}
            )

    def _run(self, statements: Sequence[Statement], values: dict[str, Any]) -> None:
        for statement in statements:
            self._session.run(statement, values)


def _of(community_id: CommunityId, person_id: PersonId) -> dict[str, Any]:
    keys = ("asker_id", "helper_id", "person_id", "reader_id", "by")
    return {"the_community_id": community_id} | {f"the_{key}": person_id for key in keys}


def _of_account(community_id: CommunityId, account: Account, direct_ref: str) -> dict[str, Any]:
    """An event that waits names its account first, exactly as it was written."""
    return {
        "the_community_id": community_id,
        "the_platform": account.platform,
        "the_account_id": account.id,
        "the_place_ref": direct_ref,
        "event": _holding(f'"account":{to_json([account.platform, account.id])}'),
    }


def _holding(text: str) -> str:
    """For LIKE, in which some signs stand for others."""
    escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
