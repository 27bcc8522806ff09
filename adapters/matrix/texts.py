"""Words that only make sense on Matrix, in English. Everything else the bot says is in bot/texts."""

from pathlib import Path

from bot.model.language import Language
from bot.texts.languages import translated

_TRANSLATIONS = Path(__file__).parent / "languages"


def say(language: Language, english: str, **values: object) -> str:
    """One of the sentences below in the reader's language."""
    return translated(language, english, _TRANSLATIONS).format_map(values)


# Below a message with choices: how they are made here.
ANSWER_WITH_ONE = "To choose it, answer with 1."
REPLY_OR_REACT_WITH_ONE = "To choose it, reply to this message with 1, or react to it with {key}."
ANSWER_WITH_NUMBER = "Answer with the number of what you choose."
ANSWER_WITH_WORDS = "Answer with a number and what you choose, like “{number} {words}”."
REPLY_WITH_NUMBER = "To choose, reply to this message with the number."
REACT_OR_REPLY = "React with {symbol}, or reply to this message with the number."
REACT_OR_WRITE = "React with {symbol}, or write {command}."

# Below a message that came by itself.
SAY_STOP = "If you would rather not hear from me unasked, write “{words}”."

# In the thread of a request.
THREAD_BEGINS = "Here is room to talk about it. Everybody can read along, so please no addresses or phone numbers."
THREAD_ENDS = "This is over now. Thank you for your thoughts."

# What a command is given, for clients that ask for it piece by piece.
PARAMETERS = {
    "what": "What would help",
    "kind": "Kind of help",
    "number": "Number of the request",
    "do": "close, release, assign, merge, pause, resume, hide, show, history or why",
    "into": "To merge: number of the request it goes on as",
    "person": "To assign: who could help",
    "days": "To pause: how many days",
    "reason": "Why",
    "time": "Days or weeks, like 10d; off ends the break",
    "whom": "Whom I keep apart from you",
    "off": "off takes it back",
}

# To whom the core has nothing to say, where they wrote.
NO_COMMUNITY = (
    "I don't know yet which community you belong to. Please join the room or the space that you share with me; after "
    "that I can help you here too."
)
NOT_HERE = (
    "I'm not at home in this room yet. A moderator of a community of mine can choose it with {command}; whoever runs "
    "me says who may begin a new one."
)
NOT_ALONE = "Somebody else is in this room too, so I say nothing here. Please write to me in a room of our own."
NOT_CLOSED = (
    "Anybody can come into this room or read it, so I say nothing here. Please write to me in a room that is only for "
    "the two of us."
)
OUT_OF_REACH = (
    "I can't reach you in private at the moment. Please accept my invitation, or invite me to a room of our own; what "
    "I have to say waits for you there."
)
CHANGED = (
    "I read each message once, as it was at first. If you changed something that I should know, please write it once "
    "more."
)
NOTHING_HELD = "I hold nothing about you: neither your account nor your name nor anything you wrote."
HELD_ELSEWHERE = (
    "I still know you from a community that you left. If you join it again, {command} shows what I hold about you, and "
    "forgets you if you want."
)
ELSEWHERE = "That was about a community that you don't share with me any more, so it is over here."
ONLY_TEXT = "I can only read text. Could you write it in a few words?"

# About messages that cannot be read.
UNREADABLE = {
    "": "I can't read a message here, because its key has not reached me. Please write it again.",
    "m.unverified": (
        "I can't read a message here, because its sender's app shares keys only with devices it has verified. Please "
        "verify me, or allow that in the app's settings, and write it again."
    ),
    "m.blacklisted": "I can't read a message here, because its sender's app does not share keys with me.",
    "m.unauthorised": "I can't read a message here, because its sender's app says that I may not.",
    "m.unavailable": "I can't read a message here, because its sender's app has lost the key. Please write it again.",
    "m.no_olm": (
        "I can't read a message here, because my device and its sender's could not begin to talk in private. Please "
        "write it again in a while."
    ),
}

# Taking away what somebody wrote where everybody reads it.
OFFERS_TO_REMOVE = {
    "needhelp": (
        "You wrote what you need where everybody can read it. That is fine if you meant to. Otherwise I can take that "
        "message away there; here we go on in private either way."
    ),
    "avoid": (
        "You named somebody where everybody can read it, perhaps they too. I can take that message away there; here "
        "nobody else reads along."
    ),
}
HOW_TO_REMOVE = {
    "needhelp": (
        "You wrote what you need where everybody can read it. That is fine if you meant to. Otherwise you can take "
        "that message away: open its menu there, and choose Remove or Delete. A moderator can do it too. Here we go on "
        "in private either way."
    ),
    "avoid": (
        "You named somebody where everybody can read it, perhaps they too. You can take that message away: open its "
        "menu there, and choose Remove or Delete. A moderator can do it too. Here nobody else reads along."
    ),
}
REMOVE_IT = "Take it away there"
REMOVED = "I took it away there."
REMOVE_IT_YOURSELF = (
    "I may not take messages away in that room, but you can: open the menu of your message there, and choose Remove or "
    "Delete. A moderator can do it too."
)
NOTHING_TO_REMOVE = "I can't find that message any more, so there is nothing to take away."

# Whoever belongs to several communities.
WHICH_COMMUNITY = "You share several communities with me. Which one is this about?"
SAY_IT_AGAIN = "I can't find what this was about any more. Please write it again."
