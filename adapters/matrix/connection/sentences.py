"""What the operator reads when there is something in the way of the connection."""

NO_PASSWORD = (
    "There is no session on Matrix yet: run `barnraiser matrix login`, or give a password_file or a token_file under "
    "[matrix]; see docs/matrix.md."
)
WRONG_PASSWORD = "Matrix does not take the password of {user}. Check user and password under [matrix]."
NO_PASSWORDS = (
    "{homeserver} does not log anybody in by password. Get an access token for the bot there, and give it as "
    "token_file under [matrix]."
)
OLD_TOKEN = (
    "Matrix does not take the access token of {user} any more. Run `barnraiser matrix login`, or give a new token "
    "under [matrix]."
)
OTHER_USER = "The token under [matrix] belongs to {found}, not to {user}. Correct user, or give the token of {user}."
OTHER_FOLDER = (
    "{folder} keeps the session of {found}, not of {user}. Name another data folder, or move that one out of the way."
)
NOT_THERE = "No Matrix homeserver answers at {homeserver} ({reason}). Is this machine online, and is homeserver right?"
ELSEWHERE = "The homeserver of {homeserver} answers at {found}: write that as homeserver under [matrix]."
NO_HOMESERVER = (
    "What answers at {homeserver} is no Matrix homeserver. Write the address of its client API as homeserver under "
    "[matrix]."
)
DEACTIVATED = "The account {user} was deactivated. Give another account under [matrix]."
REFUSED = "The homeserver does not let {user} in: {reason}."
LOST_KEYS = (
    "The keys of the bot's device {device} on Matrix are not in {folder} any more, so it could read nobody. Put a copy "
    "of the folder back; or log in as a new device with `barnraiser matrix login --new-device`, and then give your "
    "recovery key to `barnraiser matrix recover`."
)
UNTAKEN_KEYS = "The homeserver does not take the keys of the bot's device: {trouble}."
OTHER_KEYS = "This recovery key opens keys that {user} does not use any more: somebody made new ones since."
NO_RECOVERY_KEY = "This is no recovery key: it has 12 groups of 4 letters and digits; copy it once more."
WRONG_RECOVERY_KEY = "This recovery key is not the one of {user}."
NOTHING_KEPT = "The homeserver keeps nothing of {user} that a recovery key could open."

LOGGED_IN = "Logged in as {user}, as the device {device}."
FINGERPRINT = "Its fingerprint is {fingerprint}."
WITHOUT_ENCRYPTION = "Encryption is turned off, so the bot stays out of encrypted rooms."
TO_WRITE_DOWN = "Write this into config.toml:"
SIGNED = "The account vouches for this device, so that everybody's clients can trust it."
UNSIGNED_WITHOUT_KEYS = (
    "The account does not vouch for this device, because its keys are not here. Many clients will neither read the bot "
    "nor be read by it: give your recovery key to `barnraiser matrix recover`."
)
UNSIGNED_WITHOUT_PASSWORD = (
    "The homeserver asks for the password before the account can vouch for this device. Many clients will neither read "
    "the bot nor be read by it: run `barnraiser matrix login`, which asks for the password."
)
RECOVERY_KEY = (
    "This is your recovery key. With it the bot stays the same for everybody after its disk is lost. Keep it in a safe "
    "place: it is shown only now."
)
RECOVERED = "The keys are back, and the account vouches for the device {device}."
TOKEN_HAS_DEVICE = "The token under [matrix] belongs to one device. Take it out of the settings to log in as a new one."
ASK_HOMESERVER, ASK_USER = "Homeserver (its https address)", "User (such as @bot:example.org)"
ASK_PASSWORD, ASK_RECOVERY_KEY = "Password of {user}", "Recovery key"
NOT_SET_UP = "Matrix is not set up yet: give homeserver and user under [matrix]; see docs/matrix.md."
KEYS_ARE_PUBLISHED = "Its keys are published, and {count} one-time keys are waiting for whoever writes first."
KEYS_ARE_UNPUBLISHED = "Its keys are not published yet: they are at the next start."
KEYS_ARE_LOST = (
    "Others know this device by keys that are not in {folder} any more. Put a copy of the folder back; or log in as a "
    "new device with `barnraiser matrix login --new-device`, and then give your recovery key to `barnraiser matrix "
    "recover`."
)
UNSIGNED_YET = "The account does not vouch for this device yet: it does at the next start."
HAS_RECOVERY = "A recovery key is set up."
HAS_NO_RECOVERY = "No recovery key is set up yet: there is one at the next start."
NOTE_IS_LEFT = "Your recovery key is in {path}: keep it in a safe place, and remove that file."
