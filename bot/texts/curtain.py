"""Behind the curtain: what the core decided, in plain words, without names or typed text."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.ids import Number
from bot.model.language import Language
from bot.model.view import View
from bot.model.wording import Paragraph, Time, Typed, Wording
from bot.texts.languages import words
from bot.texts.parts import heading, line, message, phrase, said, together

MOVES = {
    "post": "A request was posted. Its card is shown, and its first follow-up is set.",
    "edit": "The request was changed. Whoever is on it hears about it.",
    "claim": "Somebody took it on. The first reminder is planned for after the time they name.",
    "part": "A helper takes another part of it.",
    "contact": "The helper named a time. Reminders and the question to the asker moved with it.",
    "backup": "Somebody offered to be the backup.",
    "step_back": "A backup stepped back. No reason was asked for.",
    "release": "It looks for somebody again. Backups are asked first.",
    "backup_silent": "The backup did not answer in time. The next one is asked, or everybody.",
    "on_it": "The helper is on it. The reminders start afresh.",
    "more_time": "The helper asked for more time. The reminders wait.",
    "nudged": "The reminder reached its helper. Now an answer has time to come.",
    "talk": "Everything that waited for one person went into a single message.",
    "check_in": "The asker told how it is going.",
    "leave_rest": "A part was done. The rest looks for somebody else.",
    "reopen": "The asker needs somebody else. It looks for help again, silently.",
    "done": "One side says it is done. The other has time to object.",
    "settle": "The time to object is over. It is settled.",
    "object": "It is not done yet. Everything goes on as before.",
    "withdraw": "The asker withdrew it. Nothing is owed any more; what was typed is deleted later.",
    "series": "The asker said how often it is needed.",
    "again": "It is asked once more, for the next time.",
    "how_ended": "Somebody said how it ended. That is only counted.",
    "undo": "The last move was taken back.",
    "expire": "Its time is over. It rests, and whoever was part of it hears so.",
    "keep_open": "The asker keeps it open. The end moved.",
    "consent": "One side answered about thanks in public. The stricter answer counts.",
    "thanks": "The asker wrote a line of thanks.",
    "note": "A note for the next helper is kept.",
    "alert": "A few volunteers were told of it in private.",
    "alert_place": "One line says where requests are read that it still looks for somebody. Nobody is called.",
    "alert_care": "The care team hears that it still looks for somebody.",
    "close": "A moderator closed it.",
    "propose": "A moderator thought of somebody for it. If they can be asked, only they hear of it, and what they say "
    "stays with them.",
    "merge": "A moderator closed it: it goes on as another request.",
    "pause": "A moderator put it on hold. Nobody is reminded of it until that ends.",
    "resume": "It is no longer on hold and goes on.",
    "hide": "A moderator took it out of sight. Whoever is part of it goes on.",
    "show": "It is up again for others to see.",
    "room_yes": "One side would like a room of their own to talk. It opens if both do.",
    "room_refused": "The room could not be opened. Both sides were told.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One move, and the reason for it that a moderator typed; "" if there is none any more."""

    at: datetime
    move: str
    why: str = ""


def history(view: View, number: Number, happened: tuple[Told, ...], *, is_all: bool) -> Wording:
    """To moderators: what became of one request, the oldest first."""
    rows = [_row(view, each) for each in happened]
    older = () if is_all else (line(view, _NEWEST, count=len(rows)),)
    return message(view, heading(phrase(view, "What happened with #{number}", number=number)), *older, *rows)


def _row(view: View, told: Told) -> Paragraph:
    happened = said(view, "{time} {move}", time=Time(told.at), move=phrase(view, MOVES[told.move]))
    return together(happened, said(view, "Reason: {words}", words=Typed(told.why)) if told.why else ())


_NEWEST = "These are the newest {count} moves; older ones are not shown."


def move(language: Language, name: str, number: int) -> str:
    return f"#{number}: {words(language, MOVES[name])}"
