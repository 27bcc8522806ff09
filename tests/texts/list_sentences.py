"""Writes docs/sentences.md: every sentence that the bot says, to be read aloud. Made from the code, never by hand.

uv run python -m tests.texts.list_sentences
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from adapters.discord import texts as discord_texts
from adapters.matrix import texts as matrix_texts
from adapters.matrix.setup import texts as matrix_setup_texts
from tests.texts.templates import FOLDER, constants, templates

ROOT = Path(__file__).parents[2]
LIST = ROOT / "docs" / "sentences.md"
COMMAND = "uv run python -m tests.texts.list_sentences"
ADAPTERS = (discord_texts, matrix_texts, matrix_setup_texts)
SHORT = 200
"""Characters; what is longer has to be worth it."""
HEAD = f"""# What the bot says

Every sentence, as a neighbour would read it aloud: kind, short, nobody blamed, nobody's asks counted, never cute about
hardship. Grouped by the file it is said in; what is in braces is filled in. The other languages stand in
`languages/*.toml` beside each file. Sentences over {SHORT} characters have their length before them.

This list is made from the code by `{COMMAND}`; a test fails when it is out of date.
"""


def page() -> str:
    parts = ["\n".join([f"## {name}", "", *map(bullet, said), ""]) for name, said in by_file()]
    return "\n".join([HEAD, *parts])


def by_file() -> Iterator[tuple[str, list[str]]]:
    """Each sentence once: in the first file that holds it, in the order of the file."""
    left = templates()
    for path in sorted(FOLDER.glob("*.py")):
        said = [text for text in strings_in(path) if text in left]
        left.difference_update(said)
        if said:
            yield str(path.relative_to(ROOT)), unique(said)
    assert not left, f"in no file as they are said: {sorted(left)}"
    for texts in ADAPTERS:
        path = Path(texts.__file__ or "")
        own = constants(texts)
        said = unique(text for text in strings_in(path) if text in own)
        yield str(path.relative_to(ROOT)), [*said, *sorted(own - {*said})]


def strings_in(path: Path) -> list[str]:
    """In the order of the file."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)]
    ordered = sorted(nodes, key=lambda node: (node.lineno, node.col_offset))
    return [node.value for node in ordered if isinstance(node.value, str)]


def unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def bullet(text: str) -> str:
    length = f"**{len(text)}** " if len(text) > SHORT else ""
    return f"* {length}{text.replace('<', '&lt;').replace('*', chr(92) + '*')}"


if __name__ == "__main__":
    LIST.write_text(page(), "utf-8")
