"""What the setup says that only makes sense on Matrix, in English. The rest of it is in bot/texts/policy.py.

Menus and permissions are named as Element names them.
"""

from adapters.matrix.preferences import Threads
from adapters.matrix.setup.needs import Need
from bot.model.places import PlaceKind

# How things are set up.
READ_IN = {
    PlaceKind.HELP: "Requests are read in “{room}”.",
    PlaceKind.THANKS: "Thanks are read in “{room}”.",
    PlaceKind.CARE: "The care team reads its notes in “{room}”.",
}
READ_NOWHERE = {
    PlaceKind.HELP: "Requests are read in no room yet.",
    PlaceKind.THANKS: "Thanks are read in no room yet.",
    PlaceKind.CARE: "The care team has no room for its notes yet.",
}
CHOOSE_PLACE = {
    PlaceKind.HELP: "Choose the room for requests",
    PlaceKind.THANKS: "Choose the room for thanks",
    PlaceKind.CARE: "Choose the room of the care team",
}
EVERYBODY_MAY = "Everybody may take requests on."
ONLY_THEY_MAY = "Only who is in “{room}” takes requests on."
CHOOSE_VOLUNTEERS = "Choose who takes requests on"
THREADS = {
    Threads.NONE: "There are no threads: people talk about a request where its card is.",
    Threads.PUBLIC: "Each request has a thread of its own, where people can talk about it.",
}
OTHER_THREADS = {
    Threads.NONE: "Make a thread for each request",
    Threads.PUBLIC: "Make no more threads",
}
IS_ALL_WELL = "Is everything in order?"
CHECK = "Check what I may do in each room"
SHOW = "Show the whole setup"

# Choosing a room.
WHICH = {
    PlaceKind.HELP: "In which room should requests be read? Everybody who may help should be in it.",
    PlaceKind.THANKS: "In which room should thanks be read?",
    PlaceKind.CARE: "Which room is the care team's? Only moderators should be able to read it.",
}
WHO = (
    "Who may take requests on? Everybody, or only who is in a room of yours at that moment. Others are told so kindly."
)
EVERYBODY = "Everybody"
ONLY_IN = "Only who is in {room}"
LEAVE_IT = "Leave it as it is"
BY_ADDRESS = "You can also type a room's address, like #help:example.org, or paste a link to it."
NOT_IN = "I am not in {rooms} yet. To let me in, open the room and type {invite} there, or press Invite."
NAMED = "“{room}”"
UNSEEN = "There is one more room in the space, which I cannot see. There, too, I have to be invited."
UNSEEN_ROOMS = "There are {count} more rooms in the space, which I cannot see. There, too, I have to be invited."
LET_ME_IN = "I am not in “{room}” yet. Please type {invite} there, or press Invite, and choose it again."
NO_SUCH_ROOM = "I find no room at “{room}”. Is it written right?"
NOT_YOURS = (
    "“{room}” does not belong to this space, and you are not its moderator, so I leave it alone. Please add it to the "
    "space, or ask one of its moderators to choose it."
)
ANOTHERS = "“{room}” belongs to another community already, so I leave it alone."

# What came of it.
PLACE_SET = {
    PlaceKind.HELP: "Thank you. Requests are read in “{room}” from now on.",
    PlaceKind.THANKS: "Thank you. Thanks are read in “{room}” from now on.",
    PlaceKind.CARE: "Thank you. The care team reads its notes in “{room}” from now on.",
}
EVERYBODY_SET = "Thank you. Everybody may take requests on from now on."
VOLUNTEERS_SET = "Thank you. From now on only who is in “{room}” takes requests on."
THREADS_SET = {
    Threads.NONE: "I make no more threads. Those that are there stay.",
    Threads.PUBLIC: "Each new request gets a thread of its own.",
}
ALL_SET = "All places are set."
ANYTHING_ELSE = "Is there anything else?"

# What is in the way.
TOO_OPEN = "Everybody can read “{room}”, and the notes of the care team are for moderators only."
INVITE_ONLY = "So nothing was changed. Please choose a room that people have to be invited to."
CLOSE_IT = "In Element: Room settings > Security & Privacy > Access: Private, and Who can read history: Members only."
SHARED = "“{room}” has another task here already, and the notes of the care team need a room of their own."
ONLOOKER = "One person in “{room}” is not a moderator, and the notes of the care team are for moderators only."
ONLOOKERS = "{count} people in “{room}” are not moderators, and the notes of the care team are for moderators only."
ANOTHER_ROOM = "So nothing was changed. Please choose another room."
MAKE_MODERATORS = (
    "Whoever belongs to the care team can be made a moderator of the room, in Element: Room settings > Roles & "
    "Permissions > Add privileged users."
)
OPEN_TO_SPACE = (
    "Everybody in the space can join “{room}” and read there. If only moderators should: Room settings > Security & "
    "Privacy > Access: Private."
)
LOCKED = (
    "“{room}” is encrypted, and my encryption is switched off, so I cannot speak there. Whoever runs me can change "
    "that: encryption = true in the settings."
)
GONE = {
    PlaceKind.HELP: "I am not in the room any more where requests are read.",
    PlaceKind.THANKS: "I am not in the room any more where thanks are read.",
    PlaceKind.CARE: "I am not in the room any more where the care team reads its notes.",
}
CHOOSE_OR_INVITE = "Please choose another one, or invite me again."
VOLUNTEERS_GONE = (
    "I am not in the room any more whose members take requests on, so nobody can take one on now. Please invite me "
    "again, or choose another one."
)
VOLUNTEERS_MOVED = (
    "“{room}”, whose members take requests on, was upgraded, so nobody new can take one on. Please choose its "
    "successor."
)
MOVED = "“{room}” was upgraded, and people talk in its successor. Please choose that one."
LACKS = "“{room}”: I lack {permissions}."
WITHOUT = {
    Need.WRITE: "I cannot say anything there.",
    Need.REACT: "I cannot put the raised hand on cards.",
    Need.TAKE_BACK: "I cannot take back what I wrote.",
    Need.TAKE_AWAY: "When somebody asks for help where all read it, I cannot take that away for them.",
}
GIVE = "In Element: Room settings > Roles & Permissions > Add privileged users: {us}, {role}."
PERMISSIONS = {need: need.value for need in Need}
PERMISSION = "“{permission}”"
MODERATOR, ADMIN, CUSTOM_LEVEL = "Moderator", "Admin", "Custom level, {level}"
CHOOSE_AGAIN = "Nothing was changed. When that is done, please choose the room again."
WORKS = {
    PlaceKind.HELP: "“{room}”, where requests are read: everything I need is allowed.",
    PlaceKind.THANKS: "“{room}”, where thanks are read: everything I need is allowed.",
    PlaceKind.CARE: "“{room}”, where the care team reads its notes: everything I need is allowed.",
}
ENCRYPTED = "What is said there is encrypted."
TRY_LATER = "The homeserver did not answer me just now, so nothing was changed. Please try once more in a moment."
