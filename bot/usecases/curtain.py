"""Behind the curtain: what was decided, for whoever wants to watch. A read."""

from datetime import datetime

from bot.commands.values import Ask
from bot.model.outcome import Curtain, CurtainLine
from bot.ports import Tx
from bot.texts import curtain

LINES = 12


def look(tx: Tx, command: Ask, now: datetime) -> Curtain:
    language = tx.communities.get(command.community_id).language
    happened = tx.history.recent(command.community_id, LINES)
    lines = tuple(CurtainLine(each.at, curtain.move(language, each.move, each.number)) for each in happened)
    return Curtain(lines, tx.next_due())
