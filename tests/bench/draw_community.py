"""Draws what `tests/bench/community.py FILE` wrote, as pictures for docs/community.md.

    uv run python tests/bench/draw_community.py FILE [FOLDER]

Every line and bar is named where it stands, so nothing depends on telling colours apart.
"""

import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 150, 110, 48, 44
WAYS: Final = ("ours", "ping everyone", "post and hope")
COLOURS: Final = ("#3d6838", "#962b1f", "#8a7d66")
DASHES: Final = ("none", "7 4", "2 4")
STYLE: Final = """
  text { font: 14px Georgia, 'Times New Roman', serif; fill: #2c2620 }
  .title { font-size: 17px } .small { font-size: 12px }
  .back { fill: #f6f0e4 } .rule { stroke: #2c2620; stroke-opacity: .25 } .dot { fill: #2c2620; fill-opacity: .55 }
  @media (prefers-color-scheme: dark) {
    text { fill: #efe6d6 } .back { fill: #211d19 } .rule { stroke: #efe6d6 } .dot { fill: #efe6d6 }
  }
"""
FOLDER: Final = Path("docs/plots")
Tallies = list[dict[str, Any]]
"""Of one way, one for each seed."""


def picture(title: str, says: str, parts: Iterator[str]) -> str:
    """`says` is for whoever does not see it."""
    body = "\n  ".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">\n'
        f'  <title id="t">{title}</title>\n  <desc id="d">{says}</desc>\n  <style>{STYLE}</style>\n'
        f'  <rect class="back" width="{WIDTH}" height="{HEIGHT}" rx="8"/>\n'
        f'  <text class="title" x="20" y="30">{title}</text>\n  {body}\n</svg>\n'
    )


def text(x: float, y: float, said: str, anchor: str = "start", kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{said}</text>'


def rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="rule" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def bars(values: dict[str, list[float]], most: float, written: str) -> Iterator[str]:
    """One for each way, as long as the mean; a dot is one seed."""
    long = WIDTH - LEFT - RIGHT
    for row, (way, each) in enumerate(values.items()):
        y, mean = TOP + 24 + row * 70, statistics.mean(each)
        length = long * mean / most
        yield text(LEFT - 12, y + 22, way, "end")
        yield f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="34" fill="{COLOURS[row]}" rx="3"/>'
        end = max(length, *(long * value / most for value in each))
        yield text(LEFT + end + 12, y + 22, written.format(mean))
        for value in each:
            yield f'<circle class="dot" cx="{LEFT + long * value / most:.1f}" cy="{y + 17}" r="4"/>'


def lines(values: dict[str, list[float]], below: str) -> Iterator[str]:
    """From 0 to all, day by day; each is named at its end."""
    wide, high = WIDTH - 60 - RIGHT - 20, HEIGHT - TOP - BOTTOM
    for part in (0, 0.5, 1):
        y = TOP + high * (1 - part)
        yield rule(60, y, 60 + wide, y)
        yield text(52, y + 4, f"{part:.0%}", "end", "small")
    yield text(60 + wide / 2, HEIGHT - 14, below, "middle", "small")
    for which, (way, each) in enumerate(values.items()):
        step = wide / max(len(each) - 1, 1)
        points = " ".join(f"{60 + day * step:.1f},{TOP + high * (1 - value):.1f}" for day, value in enumerate(each))
        look = f'fill="none" stroke="{COLOURS[which]}" stroke-width="3" stroke-dasharray="{DASHES[which]}"'
        yield f'<polyline points="{points}" {look}/>'
        yield text(60 + wide + 8, TOP + high * (1 - each[-1]) + (18 if which == 2 else 4), way)


def columns(counts: Sequence[int], people: str) -> Iterator[str]:
    """One for each person, fewest first."""
    wide, high, most = WIDTH - 90, HEIGHT - TOP - BOTTOM, max(counts)
    for part in (0, 0.5, 1):
        y = TOP + high * (1 - part)
        yield rule(60, y, 60 + wide, y)
        yield text(52, y + 4, f"{most * part:.0f}", "end", "small")
    step = wide / len(counts)
    for which, count in enumerate(sorted(counts)):
        tall = high * count / most
        place = f'x="{60 + which * step:.1f}" y="{TOP + high - tall:.1f}"'
        yield f'<rect {place} width="{step * 0.8:.1f}" height="{tall:.1f}" fill="{COLOURS[0]}"/>'
    yield text(60 + wide / 2, HEIGHT - 14, people, "middle", "small")


def met(found: dict[str, Tallies]) -> str:
    shares = {way: [each["met"] / each["requests"] for each in found[way]] for way in WAYS}
    said = ", ".join(f"{way} {statistics.mean(shares[way]):.1%}" for way in WAYS)
    return picture("Requests that were met", said, bars(shares, 1, "{:.1%}"))


def asked(found: dict[str, Tallies], size: dict[str, Any]) -> str:
    weeks = size["days"] / 7
    often = {way: [sum(each["alerts"].values()) / size["neighbours"] / weeks for each in found[way]] for way in WAYS}
    said = ", ".join(f"{way} {statistics.mean(often[way]):.1f}" for way in WAYS)
    most = max(max(each) for each in often.values())
    return picture("Alerts per volunteer and week", said, bars(often, most, "{:.1f}"))


def attention(found: dict[str, Tallies]) -> str:
    days = {
        way: [statistics.mean(each) for each in zip(*(tally["attention"] for tally in found[way]), strict=True)]
        for way in WAYS
    }
    said = ", ".join(f"{way} {days[way][-1]:.0%} on the last day" for way in WAYS)
    return picture("How much of their attention volunteers still have", said, lines(days, "day after day"))


def fairness(found: dict[str, Tallies], size: dict[str, Any]) -> str:
    names = [f"n{number}" for number in range(size["neighbours"])]
    counts = [found["ours"][0]["alerts"].get(name, 0) for name in names]
    everybody = found["ping everyone"][0]["requests"]
    people = f"{len(counts)} volunteers, those with the fewest alerts first; called everybody: {everybody} each"
    said = f"from {min(counts)} to {max(counts)} alerts each"
    return picture("Our alerts in the whole time, by volunteer", said, columns(counts, people))


def main(source: str, folder: str = str(FOLDER)) -> int:
    known = json.loads(Path(source).read_text(encoding="utf-8"))
    found, size = known["found"], known["size"]
    Path(folder).mkdir(parents=True, exist_ok=True)
    drawn = {
        "met": met(found),
        "asked": asked(found, size),
        "attention": attention(found),
        "fairness": fairness(found, size),
    }
    for name, picture_of in drawn.items():
        (Path(folder) / f"community-{name}.svg").write_text(picture_of, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
