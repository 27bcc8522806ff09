"""Whatever is typed is read by a client as exactly that: no format, no link, nobody called."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from adapters.discord.markup import text_of
from bot.model.wording import Paragraph, Typed
from tests.discord.markdown import read
from tests.doubles.discord.board import PERSON, ROLE

SIGNS = r"""\ ` `` ``` * ** *** _ __ ~ ~~ | || < > >>> # ## ### -# - + 1. 12. [ ] ( ) ]( : :// https:// http:// <@ <@!
<@& @ @everyone @here <# <t: :R> </ <: <a: <id: 123> 123456 :x: mailto: www. evil.example a é 👋 “"""
STARTS = ("# ", "## ", "### ", "-# ", "> ", ">>> ", "- ", "* ", "+ ", "1. ", "99. ", "  - ", "```", "")
WORDS = some.sampled_from([*SIGNS.split(), " ", "\n", "\t", "\u200b"]) | some.characters(exclude_categories=("Cs",))
LINES = some.tuples(some.sampled_from(STARTS), some.lists(WORDS, max_size=8).map("".join)).map("".join)
TYPED = some.lists(LINES, max_size=4).map("\n".join)


@given(TYPED)
@settings(max_examples=600, deadline=None)
def test_whatever_is_typed_is_read_as_it_was_typed(typed: str) -> None:
    sent = text_of(Paragraph((Typed(typed),)))

    pieces = read(sent)

    assert [piece.kind for piece in pieces] in ([], ["text"])
    assert "".join(piece.text for piece in pieces).replace("\u200b", "") == typed.replace("\u200b", "")
    assert (PERSON.findall(sent), ROLE.findall(sent)) == ([], [])
    assert re.search("@everyone|@here|https?://", sent) is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("**a** and _b_", ["bold", "slanted"]),
        ("# loud", ["heading"]),
        ("- one\n2. two", ["item", "item"]),
        ("> said", ["quote"]),
        ("-# small", ["small"]),
        ("[cake](https://evil.example)", ["masked"]),
        ("<https://evil.example>", ["link"]),
        ("||a|| ~~b~~ `c` ```d\ne```", ["hidden", "struck", "code", "block"]),
        ("<@1> <@&2> <#3> <t:4:R> </a:5> <:b:6>", ["person", "role", "place", "time", "command", "emoji"]),
        ("@everyone", ["everybody"]),
        (r"\*\*a\*\*", []),
    ],
)
def test_the_reader_knows_what_a_client_knows(text: str, kinds: list[str]) -> None:
    assert [piece.kind for piece in read(text) if piece.kind != "text"] == kinds
