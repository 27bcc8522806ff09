"""Which reaction it is, however it was drawn: hands come in many colours, and as people of any gender."""

_UNDRAWN = dict.fromkeys((0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))
"""Variation selectors and skin tones: the same hand."""
_JOINED = "\u200d"
_GENDERS = ("♀", "♂")
_KEYCAP = "\u20e3"


def plain(symbol: str) -> str:
    """Clients send these as different reactions, though people mean the same by them."""
    bare = symbol.translate(_UNDRAWN).strip()
    for gender in _GENDERS:
        bare = bare.removesuffix(_JOINED + gender)
    return bare


def is_symbol(symbol: str) -> bool:
    """A sign rather than a word or a picture of a client's own: only those mean something to us."""
    bare = plain(symbol)
    is_key = bare.endswith(_KEYCAP) and len(bare) == 2
    return is_key or (0 < len(bare) <= 8 and not any(sign.isalnum() or sign.isspace() for sign in bare))
