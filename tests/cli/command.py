"""The command as an operator runs it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    exit_code: int
    out: str
    err: str


def barnraiser(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Ended:
    """Run to the end in `folder`, with nothing of our own environment that could change the answer."""
    started = start(folder, *arguments, environment=environment)
    out, err = started.communicate(timeout=60)
    return Ended(started.returncode, out, err)


def start(
    folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, largest_file: int | None = None
) -> subprocess.Popen[str]:
    """`largest_file` in bytes makes the disk look full to every file that grows beyond it."""
    limit = ["prlimit", f"--fsize={largest_file}"] if largest_file else []
    return subprocess.Popen(
        [*limit, sys.executable, "-m", "bot.cli", *arguments],
        cwd=folder,
        env=clean_environment(folder) | dict(environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def clean_environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
    }
