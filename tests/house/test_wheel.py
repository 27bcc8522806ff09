"""What people install is whole: one wheel with all three packages, the page and the migrations."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters", "storage")


def uv(folder: Path, *arguments: str) -> None:
    """Offline: whatever is needed was fetched when this environment was made."""
    found = shutil.which("uv")
    if found is None:
        missing = pytest.fail if os.environ.get("BARNRAISER_REQUIRE_ALL") else pytest.skip
        missing("uv is not installed, so there is no wheel to look into")
    subprocess.run([str(found), *arguments, "--offline", "--quiet"], cwd=folder, check=True, timeout=120)


def files_of(package: str) -> set[str]:
    found = (path for path in (ROOT / package).rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    uv(ROOT, "build", "--wheel", "--out-dir", str(out))
    [built] = out.glob("*.whl")
    return built


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == set().union(*(files_of(package) for package in PACKAGES))


def test_the_installed_command_starts(wheel: Path, tmp_path: Path) -> None:
    """With click alone beside it: this environment's own, as an index may not be asked."""
    uv(tmp_path, "venv", "clean")
    uv(tmp_path, "pip", "install", "--python", "clean", "--no-deps", "--no-index", str(wheel))
    [packages] = (tmp_path / "clean" / "lib").glob("python*/site-packages")
    (packages / "click").symlink_to(Path(click.__file__).parent)
    command = [str(tmp_path / "clean" / "bin" / "barnraiser"), "--version"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ended.stdout.startswith("Barnraiser ")
