"""Matrix as one of the platforms.

connection  who we are on the homeserver: session, keys, encryption, and its raw API
incoming    what people say and do, one event after the other, and nothing twice
presence    invitations, spaces and rooms, and what is taken from us
outgoing    what we say: from a parcel of the core to a message that is there once
setup       setting a community up, and finding out what is in the way

Beside them lies what all of these rooms use: who acts, the adapter's own sentences, and the platform as a whole.
"""
