"""What the operator reads about the connection while we run."""

HEARD = "The homeserver answers."
NEVER_HEARD = "The homeserver has not answered since I started."
SILENT = "The homeserver has not answered for {minutes} minutes."
LOOK_AT_HOMESERVER = "Check that it runs and can be reached; I keep trying."
PASSED_OVER = "{count} things that happened could not be carried out."
LOOK_INTO_LOG = "The log says where; please report it."
SENT_AWAY = (
    "Matrix does not take the bot's session any more ({code}). If that was not meant, run `barnraiser matrix login`, "
    "or put a new token into the file that token_file names."
)
