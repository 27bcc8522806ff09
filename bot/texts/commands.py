"""The one vocabulary: every command a person can type, on every platform."""

from dataclasses import dataclass
from difflib import get_close_matches

LIKENESS = 0.82
"""Of two words that differ in a letter or two. Lower, and other bots' commands would be taken for ours."""
LONGEST = 20


@dataclass(frozen=True, slots=True)
class CommandInfo:
    name: str
    usage: str
    summary: str
    moderators_only: bool = False


COMMANDS = (
    CommandInfo("needhelp", "/needhelp", "ask for help; only you see the form, and you read it before others do"),
    CommandInfo("helpboard", "/helpboard", "see where a hand is wanted"),
    CommandInfo("myhelp", "/myhelp", "your requests and what you took on, each with its next moves"),
    CommandInfo("claim", "/claim 12", "take a request on"),
    CommandInfo("release", "/release 12", "hand it back; that is help too"),
    CommandInfo("done", "/done 12", "say that help was given"),
    CommandInfo("withdraw", "/withdraw 12", "take your request back"),
    CommandInfo("canhelp", "/canhelp", "what fits you now, the smallest first"),
    CommandInfo("volunteer", "/volunteer", "say what you can help with, and when"),
    CommandInfo("pause", "/pause 10d", "take a break from new requests; it ends by itself"),
    CommandInfo("avoid", "/avoid somebody", "keep the two of you apart; nobody learns of it"),
    CommandInfo("helpprivacy", "/helpprivacy", "what I hold about you; see it all, or be forgotten"),
    CommandInfo("help", "/help", "what is possible here"),
    CommandInfo("helpsetup", "/helpsetup", "how this community is set up", moderators_only=True),
    CommandInfo("helpmod", "/helpmod close 12 reason", "look after a request", moderators_only=True),
)


def nearest(name: str, rest: str = "") -> CommandInfo | None:
    """What may have been meant by a command that is none, like "need help" or "clam 12"; None if it is like none."""
    ours = {info.name: info for info in COMMANDS if not info.moderators_only}
    if name.startswith("need") or name.endswith("need"):
        return ours["needhelp"]
    for written in (name + rest.partition(" ")[0].casefold(), name):
        close = get_close_matches(written, ours, 1, LIKENESS) if len(written) <= LONGEST else []
        if close:
            return ours[close[0]]
    return None
