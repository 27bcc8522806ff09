"""Words that only make sense on Discord, in English. Everything else the bot says is in bot/texts."""

from pathlib import Path

from bot.model.language import Language
from bot.texts.languages import translated

_TRANSLATIONS = Path(__file__).parent / "languages"


def say(language: Language, english: str, **values: object) -> str:
    """One of the sentences below in the reader's language."""
    return translated(language, english, _TRANSLATIONS).format_map(values)


HOW_MANY = "For how many people? One is usual."
WHAT_NEXT = "What would you like to do?"
OPEN_FORM = "Open the form"
OPEN_AGAIN = "Open the form again"
HERE_IS_FORM = "Your form is ready. Only you can see it."
SENT_BACK = "Almost. Please look at this once more:"
NOTHING_TO_SAY = "That is taken care of already."
STUMBLED = "Something went wrong on my side. /myhelp shows how things are; please try again in a moment. ({reference})"
UNTITLED = "News"
CANNOT_SHOW = "I have an answer for you, but could not show it. /myhelp shows how things are."
NOT_HERE = "I don't look after this server. Whoever runs me decides which ones I do."
NO_COMMUNITY = (
    "I don't know yet which community you belong to. Please use /needhelp or /helpboard once in the server "
    "you share with me; after that I can help you here too."
)
WHICH_COMMUNITY = "You share several communities with me. Which one is this about?"
CHOOSE_COMMUNITY = "Choose a community"
TOO_LONG_HERE = "You share several communities with me. Please use this command in the server it is about."
WAITED = "This was waiting for you, because I don't write to you in private at the moment."
OLD_BUTTON = "I don't know this button any more. /myhelp shows what is yours, /help what is possible."

PLACES = {
    "help": "Where requests are read",
    "thanks": "Where thanks are read",
    "care": "Where the care team reads its notes",
}
LACKING = (
    "{place}: I lack {permissions} there, so nothing was changed. Under Edit Channel > Permissions, choose {us} and "
    "allow it; then choose the place again."
)
LACKS = "{place}: I lack {permissions}. Under Edit Channel > Permissions, choose {us} and allow it."
FAILED = (
    "{place}: this does not work yet, I lack {permissions}. Under Edit Channel > Permissions, choose {us} and allow it."
)
WORKS = "{place}: I tried, and everything works there."
WORKS_BUT_THREADS = (
    "{place}: I tried, and everything works there. Threads are allowed too; I did not try them, because without Manage "
    "Threads I could not take one away again."
)
WORKS_AND_CLOSED = (
    "{place}: I tried, and everything works there. Because I could not take it away without Manage Threads, I closed "
    "the private thread of the test; only moderators can see it."
)
ALLOWED = (
    "{place}: everything I need is allowed. I did not try it in that forum, because without Manage Threads I could not "
    "take a post away again."
)
NOTHING_TO_TEST = "There is no place to try yet. Please choose the places first."
TEST_POST = "Test post"
TESTING = "A test, which goes away at once"
GONE = "{place}: I cannot see that place any more. Please choose another one."
NEEDS_TAGS = (
    "{place}: every post there must have a tag, and I need Open, Claimed and Done. Under Edit Channel, please make "
    "these three tags, or switch off that people must select tags; then choose the place again."
)
VOLUNTEERS = "Who takes requests on: everybody, or members of a role"
ONLY_VOLUNTEERS = "Only members of {role} take requests on."
NO_VOLUNTEERS = (
    "The role whose members take requests on is gone, so nobody can take one on now. Please choose another one below, "
    "or let everybody."
)
LET_EVERYBODY = "Let everybody take requests on"
CHOOSE_PLACES = (
    "Choose the places below; each is checked as soon as you choose it. From top to bottom: where requests are read, "
    "where thanks are read, where the care team reads its notes."
)
"""Once something is chosen, the select shows that instead of what it is for."""
ZONE = "Time zone: {name}, where it is {time}"
CARD_STYLES = {
    "layout": "Cards: drawn so that everybody sees them",
    "embed": "Cards: as embeds, unseen by people without previews",
}
THREADS = {
    "none": "Threads: none, people talk where the cards are",
    "public": "Threads: one below each card, open to all who read it",
    "private": "Threads: private, for asker and helper if both want one",
    "both": "Threads: below each card, and private for two who want one",
}
NOT_YOUR_MESSAGE = (
    "Somebody else wrote this, so I leave it with them: only they can ask with it. /needhelp opens an empty form "
    "for you."
)
SOMEBODY = "somebody"
ONLY_THE_BEGINNING = "This is the beginning of it: {limit} characters fit here. The rest stays in your message."
THANK_WHOM = "Whom would you like to thank?"
DAY = "By {day}"
"""On which a request is needed at the latest."""
TOO_LATE_FOR_FORM = "That took me too long, so I could not open the form. Please try once more."
MENUS = {"message": "Ask for help with this", "person": "Thank this helper"}

OPTION_NAMES = {
    "number": "number",
    "what": "what",
    "by": "by",
    "kind": "kind",
    "page": "page",
    "person": "person",
    "into": "into",
    "days": "days",
    "reason": "reason",
    "time": "time",
    "off": "off",
}
OPTIONS = {
    "number": "The number on the card, like 12",
    "what": "What would help? You can also write it in the form",
    "by": "Until when, like: tomorrow 5pm. You can also choose a day in the form",
    "kind": "Only this kind of help",
    "page": "Which page of the board",
    "reason": "Why; whoever is part of it reads this",
    "person": "Who could help; they are asked in private, if they have used me here",
    "into": "The number of the request it goes on as",
    "days": "For how many days",
    "thought": "Why; moderators read this in the history",
    "time": "Days or weeks, like 10d or 2 weeks; off ends the break",
    "whom": "Whom I keep apart from you; they do not learn of it",
    "off": "Take it back",
    "close": "Close a request",
    "assign": "Think of somebody for a request; nobody is bound before they say yes",
    "merge": "Let a request go on as another one that is the same",
    "pause": "Put a request on hold for a while",
    "resume": "Let a request go on that is on hold",
    "hide": "Take the card of a request away; whoever is part of it goes on",
    "show": "Put a request up again that is out of sight",
    "release": "Let a request look for somebody else",
    "history": "What happened with a request, without names",
    "why": "How helpers are sought for a request, in counts",
}

PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
    "add_reactions": "Add Reactions",
    "embed_links": "Embed Links",
    "create_public_threads": "Create Public Threads",
    "create_private_threads": "Create Private Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
"""As Discord itself calls them."""
TAGS = {"open": "Open", "claimed": "Claimed", "done": "Done", "closed": "Closed"}
"""Of a forum. Those in any language of ours are used."""
