"""The choices of the setup that only exist here, and what was typed behind its command as the same choice.

All of them begin in the same way, so that nobody else takes them for theirs.
"""

from adapters.matrix.preferences import Threads
from bot.model.places import PlaceKind
from bot.texts.policy import LOOK, NUMBERS

SHOW, PLACE, VOLUNTEERS, THREADS, CHECK = "m:setup", "m:place", "m:volunteers", "m:threads", "m:check"
EVERYBODY, LEFT_AS_IT_IS = "everybody", "-"
"""Values that are no room."""
KINDS = (PlaceKind.HELP, PlaceKind.THANKS, PlaceKind.CARE)
_PLACES = {
    "requests": PlaceKind.HELP,
    "request": PlaceKind.HELP,
    "help": PlaceKind.HELP,
    "thanks": PlaceKind.THANKS,
    "care": PlaceKind.CARE,
}
_THREADS = {"on": Threads.PUBLIC, "off": Threads.NONE}


def token_for(words: str) -> str:
    """Whatever is not understood shows the whole setup, where everything can be found."""
    name, _, rest = words.strip().partition(" ")
    name, rest = name.casefold(), rest.strip()
    if name == "check":
        return f"{CHECK}|0|"
    if name in (LOOK, NUMBERS):
        return f"helpsetup|0|{name}"
    if name in _PLACES:
        return f"{PLACE}|0|{_PLACES[name].value} {rest}".rstrip()
    if name == "volunteers":
        return f"{VOLUNTEERS}|0|{rest}"
    if name == "threads" and rest.casefold() in _THREADS:
        return f"{THREADS}|0|{_THREADS[rest.casefold()]}"
    return f"{SHOW}|0|"
