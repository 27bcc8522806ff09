"""PNG pictures of pages, made small: a page has few colours, so one byte says which of them a dot has."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Final

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
COLOURS: Final = 256
DOT: Final = 3


def with_palette(picture: bytes) -> bytes:
    """With at most 256 colours. Takes what a browser makes: eight bits, red green blue, not interlaced."""
    parts = list(_parts(picture))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", dict(parts)[b"IHDR"])
    assert (depth, kind, interlaced) == (8, 2, 0), "not a picture of a browser"
    lines = _unfiltered(zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT")), width * DOT)
    dots = [[line[at : at + DOT] for at in range(0, len(line), DOT)] for line in lines]
    palette = [colour for colour, _ in Counter(dot for line in dots for dot in line).most_common(COLOURS)]
    index = _Index(palette)
    raw = b"".join(b"\0" + bytes(index[dot] for dot in line) for line in dots)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    made = [(b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_part(*each) for each in made)


class _Index(dict[bytes, int]):
    """Where a colour stands in the palette, or the one most like it."""

    def __init__(self, palette: list[bytes]) -> None:
        super().__init__({colour: at for at, colour in enumerate(palette)})
        self._palette = palette

    def __missing__(self, colour: bytes) -> int:
        def distance(at: int) -> int:
            return sum((a - b) ** 2 for a, b in zip(self._palette[at], colour, strict=True))

        self[colour] = min(range(len(self._palette)), key=distance)
        return self[colour]


def _parts(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _unfiltered(raw: bytes, length: int) -> Iterator[bytes]:
    """Each line says how it was told from the dots left of it and above it."""
    above = bytes(length)
    for start in range(0, len(raw), length + 1):
        line = bytearray(raw[start + 1 : start + 1 + length])
        for at in range(length) if raw[start] else ():
            left = line[at - DOT] if at >= DOT else 0
            corner = above[at - DOT] if at >= DOT else 0
            line[at] = (line[at] + _told_from(raw[start], left, above[at], corner)) & 255
        above = bytes(line)
        yield above


def _told_from(way: int, left: int, above: int, corner: int) -> int:
    if way == 4:
        guess = left + above - corner
        return min((left, above, corner), key=lambda each: abs(guess - each))
    return (0, left, above, (left + above) // 2)[way]
