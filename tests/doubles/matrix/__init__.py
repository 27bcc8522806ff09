"""Matrix for the tests: a real Synapse on this machine, and people who use it.

synapse     the homeserver, started for the tests and gone with them
person      somebody whose client shows plain text, over HTTP alone
encrypted   somebody whose client encrypts, with a store of its own
proxy       the network between the bot and the homeserver, which goes wrong where it is asked to
seen        what a client shows of a room: edits applied, redacted messages gone, reactions counted
"""
