"""What the doctor may find on Discord, in words: what is the matter, and where to click."""

from adapters.discord.setup.invitation import invitation
from bot.model.health import READ, Check, Finding

NAME = "discord"
PORTAL = "https://discord.com/developers/applications"
SETUP = "Somebody with Manage Server types /helpsetup in that server"
CLOCK_SECONDS = 5.0
"""An answer is dated to the second, and takes a moment to arrive."""
FEW_STARTS = 20
NEW_TOKEN = (
    f"Make a new one at {PORTAL} (Bot, Reset Token) and put it into the file that token_file names; then start "
    "Barnraiser again."
)


_found = Finding(NAME)
ok, warning, failing = _found.ok, _found.warning, _found.failing


def wrong_token() -> Check:
    return failing("Discord does not accept the bot's token.", NEW_TOKEN)


def unreachable(why: str) -> Check:
    fix = "Is this machine online, and are api_base and gateway_url right? https://discordstatus.com tells of outages."
    return failing(f"Discord cannot be reached ({why}).", fix)


def answered(status: int, code: int) -> Check:
    fix = "Ask again in a few minutes; https://discordstatus.com tells of outages."
    return failing(f"Discord answered with trouble of its own (status {status}, code {code}).", fix)


def endpoint(is_set: bool) -> Check:
    if not is_set:
        return ok("Discord accepts the token.")
    return failing(
        "Discord sends commands and buttons to a web address instead of to the bot.",
        f"At {PORTAL}, General Information: empty the field Interactions Endpoint URL.",
    )


def starts(left: int, total: int, hours: float) -> Check:
    """Each start of the bot costs one; at none Discord takes the token away."""
    if left > FEW_STARTS:
        return ok(f"The Gateway is open: {left} of {total} starts are left for today.")
    return failing(
        f"The bot has started so often that only {left} of {total} starts are left for the next {hours:.0f} hours.",
        "Find out in the log what ends it, and stop whatever starts it again and again.",
    )


def clock(ahead: float) -> Check:
    """`ahead` in seconds, negative if this machine is behind."""
    if abs(ahead) <= CLOCK_SECONDS:
        return ok("This machine's clock agrees with Discord's.")
    way = "ahead of" if ahead > 0 else "behind"
    return failing(
        f"This machine's clock is {_length(abs(ahead))} {way} Discord's, so everything is asked and told too "
        f"{'early' if ahead > 0 else 'late'}.",
        "Let the machine set its clock by itself: timedatectl set-ntp true",
    )


def _length(seconds: float) -> str:
    amount, unit = (seconds / 60, "minute") if seconds >= 120 else (seconds, "second")
    return f"{amount:.0f} {unit}s"


def commands(is_stale: bool, *, is_first: bool) -> Check:
    """`is_first` if nothing was ever started here."""
    if not is_stale:
        return ok("People are offered the commands of this version.")
    if is_first:
        return warning("Discord does not know the commands yet.", "Start Barnraiser; they are there within seconds.")
    return failing(
        "People are offered other commands than this version has.",
        "Start Barnraiser again: it tells Discord of its commands at every start. If they stay as they are, its log "
        "says why Discord did not take them.",
    )


def in_no_server(application_id: int) -> Check:
    return failing("The bot is in no server yet.", f"Open this link and choose yours: {invitation(application_id)}")


def not_in(guild_id: int, application_id: int) -> Check:
    return failing(
        f"The bot is not in server {guild_id}, which guild_ids names.",
        f"Open this link and choose that server, or take the number out of guild_ids: {invitation(application_id)}",
    )


def no_commands_in(server: str, application_id: int) -> Check:
    return failing(
        f"{server}: nobody is offered a command there, because the bot was let in without applications.commands.",
        f"Open this link and choose that server once more; nothing is lost by it: {invitation(application_id)}",
    )


def timed_out(server: str) -> Check:
    return failing(
        f"{server}: the bot is in a time-out there and can neither write nor react.",
        "In Discord: right-click the bot in the list of members, Remove Timeout.",
    )


def not_set_up(server: str) -> Check:
    return warning(f"{server}: nothing is set up yet.", f"{SETUP}.")


def no_place(server: str, kind: str) -> Check:
    return failing(f"{server}: no place is chosen where {READ[kind]}.", f"{SETUP} and chooses one.")


def deleted(server: str, kind: str) -> Check:
    return failing(
        f"{server}: the place where {READ[kind]} was deleted.",
        f"{SETUP} and chooses another one; what waits is shown there.",
    )


def no_volunteers(server: str) -> Check:
    return failing(
        f"{server}: the role whose members take requests on was deleted, so nobody can take one on.",
        f"{SETUP} and chooses another role, or lets everybody.",
    )


def lacks(server: str, room: str, kind: str, permissions: tuple[str, ...], role: str) -> Check:
    missing = ", ".join(permissions)
    return failing(
        f"{server}, {room}, where {READ[kind]}: the bot lacks {missing}.",
        f"In Discord: {room}, Edit Channel, Permissions, {role}: allow {missing}.",
    )


def needs_tags(server: str, room: str, kind: str) -> Check:
    return failing(
        f"{server}, {room}, where {READ[kind]}: a post must have a tag, and Open, Claimed and Done are not all there.",
        f"In Discord: {room}, Edit Channel: make these three tags, or switch off that people must select tags. "
        f"{SETUP} and chooses the place once more.",
    )


def found_again(server: str, room: str, kind: str) -> Check:
    return failing(
        f"{server}, {room}, where {READ[kind]}: the bot was shut out for a while and stopped posting there.",
        f"All is allowed again. {SETUP} and chooses the place once more.",
    )


def fine(server: str, room: str, kind: str) -> Check:
    return ok(f"{server}, {room}, where {READ[kind]}: everything that is needed is allowed.")
