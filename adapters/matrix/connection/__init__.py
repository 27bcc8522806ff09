"""Who we are on the homeserver: session, keys, encryption, and its raw API."""
