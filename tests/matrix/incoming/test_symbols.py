import pytest

from adapters.matrix.incoming.symbols import is_symbol, plain


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("✋", "✋"),
        ("✋\ufe0f", "✋"),
        ("✋🏽", "✋"),
        ("✋\U0001f3ff\ufe0f", "✋"),
        ("🙋\u200d♀\ufe0f", "🙋"),
        ("🙋🏻\u200d♂\ufe0f", "🙋"),
        ("🙋\u200d♀", "🙋"),
        ("2\ufe0f\u20e3", "2\u20e3"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        (" ✋ ", "✋"),
    ],
)
def test_a_sign_means_the_same_however_it_is_drawn(drawn: str, meant: str) -> None:
    assert plain(drawn) == meant


@pytest.mark.parametrize("symbol", ["✋", "✋🏽", "2\ufe0f\u20e3", "🔟", "🙋🏻\u200d♀\ufe0f", "❤\ufe0f", "🇩🇪"])
def test_a_sign_is_one(symbol: str) -> None:
    assert is_symbol(symbol)


@pytest.mark.parametrize("symbol", ["", " ", "yes", "+1", "mxc://elm.test/abc", "2", "✋" * 30, "✋ ✋"])
def test_words_and_pictures_are_no_signs(symbol: str) -> None:
    assert not is_symbol(symbol)
