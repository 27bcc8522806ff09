"""Gets the two documents the double is compared with from their public homes. No test runs this.

    python tests/doubles/discord/fetch_spec.py FOLDER

* `discord-openapi.json`: Discord's own OpenAPI document (MIT), from discord/discord-api-spec.
* `discord-gateway.schema.json`: a JSON Schema of the Gateway's frames, generated from the TypeScript types of
  discord-api-types (MIT). This step needs npm, and only this one.

Then set BARNRAISER_DISCORD_SPEC=FOLDER. After a refresh run the tests: what is new shows as a violation, and either
the double or the named overlays in `conformance/` learn it.
"""

import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Final

REVISION: Final = "main"
"""Of discord-api-spec; name a commit to get the same document again."""
OPENAPI: Final = f"https://raw.githubusercontent.com/discord/discord-api-spec/{REVISION}/specs/openapi.json"
PACKAGES: Final = ("discord-api-types@0.38.57", "ts-json-schema-generator@2.9.0", "typescript")
ENTRY: Final = 'export * from "discord-api-types/gateway/v10";\n'


def fetch_openapi(folder: Path) -> None:
    with urllib.request.urlopen(OPENAPI, timeout=60) as answer:
        (folder / "discord-openapi.json").write_bytes(answer.read())


def generate_gateway_schema(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        (work / "gateway.ts").write_text(ENTRY)
        _run(work, "npm", "init", "--yes")
        _run(work, "npm", "install", *PACKAGES)
        made = str((folder / "discord-gateway.schema.json").resolve())
        options = ("--path", "gateway.ts", "--type", "*", "--no-type-check", "--out", made)
        _run(work, "npx", "ts-json-schema-generator", *options)


def _run(where: Path, *command: str) -> None:
    subprocess.run(command, cwd=where, check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    fetch_openapi(target)
    generate_gateway_schema(target)
