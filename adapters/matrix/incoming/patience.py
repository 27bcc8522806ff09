"""How long to wait: after a trouble, and when the homeserver answers at once though nothing has happened."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds."""
AT_ONCE = 0.5
"""An answer without anything in it that comes within so many seconds was not waited for."""
PATIENT = 5
SHORTEST_REST, LONGEST_REST = 0.05, 2.0


def after_trouble(failures: int, chance: float, retry_after: float | None = None) -> float:
    """Seconds after so many failures in a row. `chance` from 0 to 1 keeps many bots from coming back all at once.

    What the homeserver asks for is never cut short.
    """
    pause = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE)
    return max(pause * (0.5 + chance / 2), retry_after or 0.0)


def after_nothing(times: int) -> float:
    """Seconds after so many answers in a row that came at once and held nothing: a homeserver that is confused
    does that for ever, one that is not does it now and then."""
    if times <= PATIENT:
        return 0.0
    return float(min(SHORTEST_REST * 2.0 ** min(times - PATIENT - 1, 10), LONGEST_REST))
