"""Discord as one of the platforms.

incoming    what people do, and the answer each of them gets
outgoing    what we say: from a parcel of the core to a message that is there once
presence    what happened while we were away, what is taken from us, and who leaves
setup       setting a server up, and finding out what is in the way

Beside them lies what all of these rooms use: the connection, who and where, and how a message is drawn.
"""
