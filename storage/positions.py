"""How far each account of ours has read its platform."""

from sqlalchemy import select

from bot.model.people import Account
from storage.statements import Session, Statement, insert_or_update, same
from storage.tables import positions

OF = Statement(select(positions.c.position).where(same(positions.c.platform, positions.c.account_id)))
SAVE = insert_or_update(positions, "platform", "account_id")


class Positions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, account: Account) -> str | None:
        row = self._session.row(OF, {"the_platform": account.platform, "the_account_id": account.id})
        return None if row is None else str(row[0])

    def save(self, account: Account, position: str) -> None:
        self._session.run(SAVE, {"platform": account.platform, "account_id": account.id, "position": position})
