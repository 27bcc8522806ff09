"""config.example.toml tells the truth: it names every key, at its default."""

import re
from pathlib import Path

from bot.config import Settings, load
from tests.cli.command import ROOT

EXAMPLE = ROOT / "config.example.toml"


def uncommented() -> str:
    return re.sub(r"^# (?=\w+ = )", "", EXAMPLE.read_text(), flags=re.MULTILINE)


def test_the_example_as_it_stands_changes_nothing(tmp_path: Path) -> None:
    assert load(EXAMPLE, {}, tmp_path) == Settings(data_dir=tmp_path)


def test_every_key_in_the_example_stands_at_its_default(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(uncommented())
    assert load(path, {}, tmp_path) == Settings(data_dir=tmp_path)


def test_every_key_is_in_the_example(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(uncommented())
    keys = {f"{section}.{key}" for section, key, _ in Settings().values()}
    assert set(load(path, {}, tmp_path).sources) == keys
