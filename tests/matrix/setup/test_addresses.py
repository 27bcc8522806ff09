"""Which room people mean, however they write it."""

import pytest

from adapters.matrix.setup.addresses import address_in


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("#help:elm.example", "#help:elm.example"),
        ("  #help:elm.example:8448 ", "#help:elm.example:8448"),
        ("<#help:elm.example>", "#help:elm.example"),
        ("!abc:elm.example", "!abc:elm.example"),
        ("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM", "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"),
        ("https://matrix.to/#/#help:elm.example", "#help:elm.example"),
        ("https://matrix.to/#/%23help%3Aelm.example?via=elm.example", "#help:elm.example"),
        ("https://matrix.to/#/!abc:elm.example?via=elm.example&via=oak.example", "!abc:elm.example"),
        ("matrix:r/help:elm.example", "#help:elm.example"),
        ("matrix:roomid/abc:elm.example?via=elm.example", "!abc:elm.example"),
        ("https://matrix.to/#/@ana:elm.example", None),
        ("#help", None),
        ("help", None),
        ("#help:elm.example please", None),
        ("!", None),
        ("2", None),
        ("", None),
        ("#" + "a" * 300 + ":elm.example", None),
    ],
)
def test_an_address_is_read_in_every_way_it_is_written(text: str, address: str | None) -> None:
    assert address_in(text) == address
