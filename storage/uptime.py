"""Since when the bot is awake, in one row."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.sql import bindparam

from storage.statements import Session, Statement, said
from storage.tables import uptime
from storage.values import micros, moment, moment_if

KEPT_EVERY = timedelta(minutes=1)

GET = Statement(select(uptime.c.seen_at, uptime.c.back_at).where(uptime.c.id == said(1)))
ADD = Statement(insert(uptime).inline())
SEE = Statement(update(uptime).where(uptime.c.id == said(1)).values(seen_at=bindparam("seen_at")))
WAKE = Statement(
    update(uptime).where(uptime.c.id == said(1)).values(seen_at=bindparam("seen_at"), back_at=bindparam("back_at"))
)


class Uptime:
    def __init__(self, session: Session) -> None:
        self._session = session

    def seen(self, now: datetime) -> None:
        row = self._session.row(GET, {})
        if row is None:
            self._first(now)
        elif now >= moment(row[0]) + KEPT_EVERY:
            self._session.run(SEE, {"seen_at": micros(now)})

    def wake(self, now: datetime, longest_nap: float) -> None:
        row = self._session.row(GET, {})
        if row is None:
            self._first(now)
        elif now > moment(row[0]) + timedelta(seconds=longest_nap):
            self._session.run(WAKE, {"seen_at": micros(now), "back_at": micros(now)})
        else:
            self.seen(now)

    def back_at(self) -> datetime | None:
        row = self._session.row(GET, {})
        return None if row is None else moment_if(row[1])

    def _first(self, now: datetime) -> None:
        self._session.run(ADD, {"id": 1, "seen_at": micros(now), "back_at": None})
