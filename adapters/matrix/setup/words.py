"""What was typed behind the command of the setup, as the choice that means the same."""

from adapters.matrix.preferences import Threads
from adapters.matrix.setup import texts
from bot.model.places import PlaceKind

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
        return f"{texts.CHECK}|0|"
    if name in _PLACES:
        return f"{texts.PLACE}|0|{_PLACES[name].value} {rest}".rstrip()
    if name == "volunteers":
        return f"{texts.VOLUNTEERS}|0|{rest}"
    if name == "threads" and rest.casefold() in _THREADS:
        return f"{texts.THREADS}|0|{_THREADS[rest.casefold()]}"
    return f"{texts.SHOW}|0|"
