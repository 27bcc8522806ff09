"""Short answers to the follow-ups, and what the other side hears."""

from bot.model.view import View
from bot.model.wording import Span, Time, Wording
from bot.texts.parts import Facts, choose, line, of, one


def on_it(view: View, facts: Facts) -> Wording:
    return one("Good to know. Thank you.")


def more_time(view: View, facts: Facts) -> Wording:
    mine = of(view).claim_of(view.reader_id) if view.reader_id else None
    at: tuple[Span | str, ...] = (" I take it as: by ", Time(mine.contact_at), ".") if mine and mine.contact_at else ()
    return Wording((line("Of course.", *at),))


def in_touch(view: View, facts: Facts) -> Wording:
    return one("Good to hear. I'll ask once more later.")


def not_sure(view: View, facts: Facts) -> Wording:
    return one("That is fine. I'll ask again tomorrow.")


def partly(view: View, facts: Facts) -> Wording:
    number = of(view).number
    choices = (
        choose("done", number, f"That's enough, #{number} is done"),
        choose("check_in", number, f"Keep my helper on #{number}", "in touch"),
        choose("check_in", number, f"I'd like someone new for #{number}", "someone new"),
        choose("check_in", number, f"Not sure yet (#{number})", "not sure"),
    )
    return Wording((line("Thank you. What would be good now?", choices=choices),))


def reopened(view: View, facts: Facts) -> Wording:
    number = of(view).number
    choices = (choose("edit", number, f"Change #{number}"), choose("withdraw", number, f"Withdraw #{number}"))
    return one(f"I'm sorry it went that way. #{number} looks for somebody again; nobody is blamed.", *choices)


def kept_open(view: View, facts: Facts) -> Wording:
    return one(f"#{of(view).number} stays up, and I keep looking with you.")


def unheard(view: View, facts: Facts) -> Wording:
    return one(
        "I read this, but I don't know which of my questions it answers, so I have not kept it. "
        "/myhelp shows what is yours, /help what is possible."
    )


def care_released(view: View, facts: Facts) -> Wording:
    """To the care team: quiet, nameless, nothing to do."""
    said = f"#{of(view).number} looks for somebody again: two reminders stayed without an answer. Just so you know."
    return one(said)


def care_not_set_up(view: View, facts: Facts) -> Wording:
    return one(
        "Somebody tried to ask for help, but there is no place for requests yet. /helpsetup shows what is missing."
    )


def care_unreachable(view: View, facts: Facts) -> Wording:
    said = "I could not reach somebody in private about a request. They may have closed their direct messages."
    return one(said)


def care_place_lost(view: View, facts: Facts) -> Wording:
    return one("A place I post in is gone or closed to me. /helpsetup shows which one is missing.")


MESSAGES = {
    "care_place_lost": care_place_lost,
    "on_it": on_it,
    "more_time": more_time,
    "in_touch": in_touch,
    "not_sure": not_sure,
    "partly": partly,
    "reopened": reopened,
    "kept_open": kept_open,
    "unheard": unheard,
    "care_released": care_released,
    "care_not_set_up": care_not_set_up,
    "care_unreachable": care_unreachable,
}
