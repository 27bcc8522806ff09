"""What the doctor may find on Matrix, in words: what is the matter, and what to do about it."""

from pathlib import Path

from adapters.matrix.connection import sentences
from adapters.matrix.connection.folder import RECOVERY
from adapters.matrix.connection.inspection import Inspection
from adapters.matrix.incoming.pulse import SILENCE
from adapters.matrix.setup.looking import Seen
from adapters.matrix.setup.needs import Need
from adapters.matrix.setup.saying import Voice
from bot.model.health import READ, Check, Finding, harmless
from bot.model.language import Language

NAME = "matrix"
SETUP = "A moderator types !helpsetup"
INVITE = "In Element: open the space or room, Invite, and enter"
FEW_KEYS = 5
RESTART = "then start Barnraiser again"


_found = Finding(NAME)
ok, warning, failing = _found.ok, _found.warning, _found.failing


def setup() -> str:
    """Within a sentence."""
    return SETUP[0].lower() + SETUP[1:]


# The homeserver and the account


def unusable(said: str) -> Check:
    """What the connection says itself: what is the matter, and then what to do."""
    stop = ". " if ". " in said else ": "
    sentence, _, fix = said.partition(stop)
    return failing(f"{sentence.removesuffix('.')}.", fix[:1].upper() + fix[1:])


def heard(ago: float) -> Check:
    """`ago` in seconds, since the bot that runs last heard from the homeserver; or ran, if it did not stop in order."""
    minutes = round(ago / 60)
    if ago <= SILENCE:
        return ok("The bot runs, and hears from the homeserver.")
    return failing(
        f"The bot last heard from the homeserver {minutes} minutes ago, and was not stopped since.",
        "See whether it still runs, and what its log says; then start it again.",
    )


def stumbles(why: str) -> Check:
    fix = "Ask again in a few minutes; its operator knows more."
    return failing(f"The homeserver has trouble of its own ({why}).", fix)


def logged_in(user: str) -> Check:
    return ok(f"The homeserver knows {user}.")


def password_accepted(user: str) -> Check:
    return ok(f"The homeserver accepts the password of {user}. The first start makes a session of its own.")


# Keys


def keys(found: Inspection, folder: Path) -> list[Check]:
    if found.is_lost:
        return [unusable(sentences.LOST_KEYS.format(device=found.device_id, folder=folder))]
    if not found.published:
        fix = "Start Barnraiser; it makes them at its first start."
        return [warning("The homeserver has no encryption keys of the bot yet.", fix)]
    return [_counted(found.one_time_keys), _verified(found), *_recovery(found, folder)]


def _counted(left: int) -> Check:
    if left >= FEW_KEYS:
        return ok(f"{left} keys are waiting for people who begin an encrypted conversation.")
    return warning(
        f"Only {left} keys are left for people who begin an encrypted conversation.",
        "Start Barnraiser: it uploads new ones whenever it runs.",
    )


def _verified(found: Inspection) -> Check:
    if found.is_signed:
        return ok("The bot's account vouches for its device.")
    sentence = (
        "The bot's account does not vouch for its device. Clients such as Element do not let such a device read or "
        "speak in encrypted rooms."
    )
    if found.has_identity and not found.holds_identity:
        return failing(sentence, "Type `barnraiser matrix recover` and give the recovery key of the first start.")
    fix = "Stop Barnraiser and type `barnraiser matrix login`; it asks for the password if it has to."
    return failing(sentence, fix)


def _recovery(found: Inspection, folder: Path) -> list[Check]:
    if found.is_note_left:
        sentence = "The recovery key lies in a file beside the keys that it is to bring back."
        return [warning(sentence, f"Keep it in a safe place elsewhere, and remove {folder / RECOVERY}.")]
    if not found.has_recovery:
        return [warning("There is no recovery key yet.", "Start Barnraiser; it makes one and tells where it is.")]
    return []


def encryption_off() -> Check:
    return ok("Encryption is switched off in the settings: encrypted rooms are left alone.")


# Limits


def limited(after: int, wait: float, user: str, homeserver: str) -> Check:
    return warning(
        f"The homeserver lets the bot speak only slowly: after {after} calls in a row it asked it to wait "
        f"{max(wait, 1):.0f} seconds. Synapse's default is ten messages at once, then one every five seconds.",
        "An administrator of the homeserver lifts that for the bot alone: curl -X POST -H 'Authorization: Bearer "
        f'ADMIN_TOKEN\' -d \'{{"messages_per_second": 0, "burst_count": 0}}\' '
        f"{homeserver}/_synapse/admin/v1/users/{user}/override_ratelimit",
    )


def unlimited(tried: int) -> Check:
    return ok(f"The homeserver took {tried} calls in a row without making the bot wait.")


def limits_unknown() -> Check:
    return ok("How fast the bot may speak shows only while it speaks: this is not Synapse, or it does not let us try.")


# Rooms


def nobody_may_invite() -> Check:
    return failing(
        "Nobody may invite the bot, because inviters in the settings is empty.",
        f'Write down who may, such as inviters = ["@mara:example.org"]; {RESTART}.',
    )


def nowhere(user: str) -> Check:
    return failing(
        "The bot is in no space and no room yet.", f"{INVITE} {user}. Whoever inviters in the settings names may do so."
    )


def not_begun() -> Check:
    return warning(
        "The bot is in a room, but nobody has begun a community yet.",
        "Start Barnraiser. A moderator types !helpsetup in that room.",
    )


def not_set_up(home: str) -> Check:
    return warning(f"{home}: nothing is set up yet.", f"{SETUP} there.")


def not_in_home(home: str, user: str) -> Check:
    return failing(f"{home}: the bot is not there any more.", f"{INVITE} {user}.")


def no_place(home: str, kind: str) -> Check:
    return failing(f"{home}: no room is chosen where {READ[kind]}.", f"{SETUP} and chooses one.")


def not_in(home: str, seen: Seen, kind: str, user: str) -> Check:
    return failing(
        f"{home}: the bot is not in {harmless(seen.name)}, where {READ[kind]}.",
        f"In Element: open it, Invite, and enter {user}. Or {setup()} and chooses another room.",
    )


def moved(home: str, seen: Seen, kind: str) -> Check:
    return failing(
        f"{home}, {harmless(seen.name)}, where {READ[kind]}: the room was upgraded, and people talk in its successor.",
        f"Invite the bot into that one. {SETUP} and chooses it.",
    )


def locked(home: str, seen: Seen, kind: str) -> Check:
    return failing(
        f"{home}, {harmless(seen.name)}, where {READ[kind]}: the room is encrypted, and encryption is switched off in "
        "the settings, so the bot says nothing there.",
        f"Write encryption = true into the settings; {RESTART}. Or {setup()} and chooses another room.",
    )


def lacks(home: str, seen: Seen, kind: str, user: str) -> Check:
    missing = ", ".join(f"“{lack.need}”" for lack in seen.lacks)
    sentence = f"{home}, {harmless(seen.name)}, where {READ[kind]}: the bot lacks {missing}."
    role = Voice(Language.ENGLISH, user).role(seen.lacks)
    fix = f"In Element: Room settings > Roles & Permissions > Add privileged users: {user}, {role}."
    is_all_that_matters_there = all(lack.need is Need.TAKE_AWAY for lack in seen.lacks)
    return warning(sentence, fix) if is_all_that_matters_there else failing(sentence, fix)


def too_open(home: str, seen: Seen) -> Check:
    return failing(
        f"{home}, {harmless(seen.name)}: everybody can read what the care team reads there.",
        "In Element: Room settings > Security & Privacy > Access: Private, and Who can read history: Members only.",
    )


def open_to_space(home: str, seen: Seen) -> Check:
    return warning(
        f"{home}, {harmless(seen.name)}: everybody in the space can join and read what the care team reads there.",
        "In Element: Room settings > Security & Privacy > Access: Private.",
    )


def shared(home: str, seen: Seen) -> Check:
    return failing(
        f"{home}, {harmless(seen.name)}: others than the care team read there too.",
        f"{SETUP} and chooses a room for the care team alone.",
    )


def onlookers(home: str, seen: Seen) -> Check:
    return failing(
        f"{home}, {harmless(seen.name)}: people who are not moderators can read what the "
        f"care team reads there: {seen.onlookers}.",
        f"{SETUP} and chooses another room; or makes them moderators there.",
    )


def no_volunteers(home: str) -> Check:
    return failing(
        f"{home}: the bot is not in the room whose members take requests on, so nobody can take one on.",
        f"Invite it again, or {setup()} and chooses who takes requests on.",
    )


def found_again(home: str, seen: Seen, kind: str) -> Check:
    return failing(
        f"{home}, {harmless(seen.name)}, where {READ[kind]}: the bot was shut out for a while and stopped posting "
        "there.",
        f"All is allowed again. {SETUP} and chooses the room once more.",
    )


def volunteers_moved(home: str) -> Check:
    return failing(
        f"{home}: the room whose members take requests on was upgraded, so nobody new can take one on.",
        f"Invite the bot into its successor. {SETUP} and chooses who takes requests on.",
    )


def fine(home: str, seen: Seen, kind: str) -> Check:
    lock = ", encrypted" if seen.is_encrypted else ""
    return ok(f"{home}, {harmless(seen.name)}{lock}, where {READ[kind]}: everything that is needed is allowed.")
