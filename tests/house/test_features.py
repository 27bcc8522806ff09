"""What `docs/features.md` says is proved is proved by tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "features.md"
NAMED = re.compile(r"\[([^\]]+)\]\(\.\./(tests/[^)]+)\)")
FOLDERS = ("", "discord", "matrix", "playground")


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [each for each in cells if each[0] != "row"]


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{file}: {name}"
        for name, file in NAMED.findall(PAGE.read_text(encoding="utf-8"))
        if f"def test_{name.replace(' ', '_')}(" not in _source(file)
    ]
    assert missing == []


def test_each_row_says_of_each_surface_what_proves_it_or_that_nothing_does_yet() -> None:
    assert len(rows()) > 30
    for row in rows():
        assert len(row) == 1 + len(FOLDERS), row
        for cell, folder in zip(row[1:], FOLDERS, strict=True):
            files = [file for _, file in NAMED.findall(cell)]
            assert files or cell in ("not yet", "nobody leaves the page"), (row[0], cell)
            assert all(file.startswith(f"tests/{folder}") for file in files), (row[0], cell)


def _source(file: str) -> str:
    path = ROOT / file
    return path.read_text(encoding="utf-8") if path.is_file() else ""
