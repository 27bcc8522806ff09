"""Which reaction it is, however it was drawn: hands come in many colours, and as people of any gender."""

import re

_UNDRAWN = dict.fromkeys((0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))
"""Variation selectors and skin tones: the same hand."""
_GENDER = re.compile("\u200d[♀♂]\ufe0f?$")
_KEYCAP = "\u20e3"


def drawn(symbol: str) -> str:
    """Without the gender of whoever raises it. One person may raise several hands of different colours, which are as
    many reactions."""
    return _GENDER.sub("", symbol.strip())


def plain(symbol: str) -> str:
    """Clients send these as different reactions, though people mean the same by them."""
    return drawn(symbol).translate(_UNDRAWN)


def is_symbol(symbol: str) -> bool:
    """A sign rather than a word or a picture of a client's own: only those mean something to us."""
    bare = plain(symbol)
    is_key = bare.endswith(_KEYCAP) and len(bare) == 2
    return is_key or (0 < len(bare) <= 8 and not any(sign.isalnum() or sign.isspace() for sign in bare))
