"""What the core says, as Discord is sent it. No network."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.discord import cards
from adapters.discord.ids import ChoiceId, FillId, FormId, KeptId, PlaceId, SetupId, WhichId, parse
from adapters.discord.incoming import commands, forms
from adapters.discord.markup import escaped, text_of
from bot.model.ids import CommunityId, Number
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.wording import Accent, Choice, Mention, Paragraph, Plain, Strong, Time, Typed, Wording

ELM = CommunityId("06h0ghqy029ted7nqcjd")
AT = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def drawn(*paragraphs: Paragraph, accent: Accent = Accent.OPEN) -> list[dict[str, Any]]:
    return cards.draw(Wording(paragraphs, accent), ELM).to_components()


def every(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for each in components for found in (each, *every(each.get("components", [])))]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("two eggs, please", "two eggs, please"),
        ("**bold** _and_ ~~gone~~", r"\*\*bold\*\* \_and\_ \~\~gone\~\~"),
        ("||hidden|| `code`", r"\|\|hidden\|\| \`code\`"),
        ("[a cake](https://evil.example)", r"\[a cake\]\(https\://evil.example\)"),
        ("https://evil.example", r"https\://evil.example"),
        (
            "<@1234> <@&1> <#5> </help:1>",
            "\\<@\u200b1234\\> \\<@\u200b&1\\> \\<\\#5\\> \\</help\\:1\\>".replace("@", "\\@"),
        ),
        ("<t:1796403600:R>", r"\<t\:1796403600\:R\>"),
        ("@everyone", "\\@\u200beveryone"),
        ("# loud\n> quoted\n- listed\n1. counted", "\\# loud\n\\> quoted\n\\- listed\n1\\. counted"),
        ("\\", "\\\\"),
        (":smile:", r"\:smile\:"),
    ],
)
def test_what_people_typed_stays_text(typed: str, sent: str) -> None:
    assert text_of(Paragraph((Typed(typed),))) == sent


def test_each_span_is_drawn_in_its_own_way() -> None:
    spans = (Plain("a*"), Strong("b*"), Typed("c*"), Mention("12", "Ana"), Mention("ana", "A*a"), Time(AT))
    moment = int(AT.timestamp())
    assert text_of(Paragraph(spans)) == rf"a\***b\***c\*<@12>A\*a<t:{moment}:f> (<t:{moment}:R>)"


def test_choices_stand_below_their_paragraph_and_carry_their_token() -> None:
    claim = Choice("claim", Number(104), "I can help with #104", symbol="✋")
    later = Choice("backup", Number(104), "Be the backup")

    assert drawn(Paragraph((Plain("Hello"),), (claim,)), Paragraph((Plain("Or"),), (later,))) == [
        {
            "type": 17,
            "accent_color": 0xD9B866,
            "spoiler": False,
            "components": [
                {"type": 10, "content": "Hello"},
                {"type": 1, "components": [button("✋ I can help with #104", f"c:0:{ELM}:claim|104|", style=1)]},
                {"type": 10, "content": "Or"},
                {"type": 1, "components": [button("Be the backup", f"c:1:{ELM}:backup|104|")]},
            ],
        }
    ]


def button(label: str, custom_id: str, style: int = 2) -> dict[str, Any]:
    return {"type": 2, "style": style, "disabled": False, "label": label, "custom_id": custom_id}


def test_a_preview_asks_how_many_people() -> None:
    post = Choice("post_draft", Number(0), "Post it", "d1")

    select = next(each for each in every(drawn(Paragraph((Plain("x"),), (post,)))) if each["type"] == 3)

    assert select["custom_id"] == f"c:1:{ELM}:draft_wanted|0|d1"
    assert [option["value"] for option in select["options"]] == [str(count) for count in range(1, 26)]


@pytest.mark.parametrize("requests", [1, 5, 12, 40])
def test_a_message_never_has_more_than_discord_takes(requests: int) -> None:
    """The same choice twice is no trouble either."""
    moves = ("on_it", "more_time", "done", "release", "done", "edit")
    paragraphs = tuple(
        Paragraph((Typed("@" * 400),), tuple(Choice(move, Number(number), f"{move} {number}") for move in moves))
        for number in range(requests)
    )

    components = every(drawn(*paragraphs))

    custom_ids = [each["custom_id"] for each in components if "custom_id" in each]
    offered = [each for each in components if each["type"] == 2]
    listed = [option["value"] for each in components if each["type"] == 3 for option in each["options"]]
    assert len(components) <= 40
    assert sum(len(each.get("content", "")) for each in components) <= 4000
    assert len(set(custom_ids)) == len(custom_ids)
    assert all(len(each) <= 100 for each in [*custom_ids, *listed])
    assert len(offered) + len(listed) >= requests * 5
    assert all(1 <= len(each["components"]) <= 5 for each in components if each["type"] == 1)
    assert all(len(each["options"]) <= 25 for each in components if each["type"] == 3)


@pytest.mark.parametrize(
    "custom_id",
    [
        ChoiceId(3, ELM, "claim|104|"),
        ChoiceId(0, ELM, "contact|1|by: then"),
        ChoiceId(0, ELM, ""),
        FormId("123", ELM, 104, "2"),
        FormId("123", ELM, None, ""),
        KeptId("abc", ELM),
        PlaceId("help"),
        SetupId("card_style"),
        FillId("123", "numbers"),
        FillId("123", "volunteer", ELM),
        WhichId("/claim 12"),
    ],
)
def test_a_custom_id_is_read_as_it_was_written(custom_id: object) -> None:
    assert parse(str(custom_id)) == custom_id


@pytest.mark.parametrize(
    "tampered", ["", "x", "c:", "c:x:y:z", "c:1", "f:1:2", "f:1:2:x:4", "k:1", "p:", "s:", "n:1", "w:", "🐴"]
)
def test_a_custom_id_that_is_not_ours_is_nothing(tampered: str) -> None:
    assert parse(tampered) is None


def form(**values: str) -> FormView:
    urgencies = (("today", "Today"), ("no rush", "No rush"), ("by a date", "By a date"))
    fields = (
        FormField("kind", "Kind", FieldKind.CHOICE, options=(("practical", "Practical"),), value="practical"),
        FormField("what", "What", FieldKind.LONG_TEXT, "hint", 500),
        FormField("when", "When", FieldKind.CHOICE, options=urgencies),
        FormField("by", "Date", FieldKind.DATE, is_optional=True),
        FormField("where", "Where", FieldKind.TEXT, limit=80, is_optional=True),
        FormField("wanted", "How many", FieldKind.NUMBER, value="1"),
        FormField("naming", "Name", FieldKind.CHOICE, options=(("helper", "Helper"), ("all", "All"))),
    )
    filled = tuple(
        FormField(f.name, f.label, f.kind, f.hint, f.limit, f.options, values.get(f.name, f.value), "", f.is_optional)
        for f in fields
    )
    return FormView("What would help?", "intro", filled, "Show me")


def test_a_form_has_five_rows_and_a_name_of_its_own() -> None:
    shown = forms.modal(form(when="by a date", by="2027-01-31"), FormId("77", ELM, 104, "3"), TODAY).to_dict()

    rows = {row["component"]["custom_id"]: row["component"] for row in shown["components"]}
    assert shown["custom_id"] == f"f:77:{ELM}:104:3"
    assert list(rows) == ["kind", "what", "when", "where", "naming"]
    whens = [option["value"] for option in rows["when"]["options"]]
    assert whens[:3] == ["today", "no rush", "by a date 2026-11-24"]
    assert whens[-2:] == ["by a date 2026-12-07", "by a date 2027-01-31"]
    assert [option["label"] for option in rows["when"]["options"] if option["default"]] == ["By Sun 31 Jan"]
    assert (rows["what"]["max_length"], rows["what"]["required"], rows["where"]["required"]) == (500, True, False)


def test_a_moment_that_was_typed_is_one_more_day_in_the_form() -> None:
    shown = forms.modal(form(when="by a date", by="2026-11-24 17:00"), FormId("77", ELM, 104, "3"), TODAY).to_dict()

    [whens] = [row["component"] for row in shown["components"] if row["component"]["custom_id"] == "when"]
    assert [(option["value"], option["label"]) for option in whens["options"] if option["default"]] == [
        ("by a date 2026-11-24 17:00", "By Tue 24 Nov, 17:00")
    ]


def test_a_submit_is_read_from_the_event_alone() -> None:
    given = {"kind": ["practical"], "what": "eggs", "when": ["by a date 2026-12-04"], "where": "", "naming": ["all"]}
    components = [
        {"type": 18, "component": {"custom_id": name, "values" if isinstance(value, list) else "value": value}}
        for name, value in given.items()
    ]

    assert forms.filled_in(components, FormId("1", ELM, None, "3")) == {
        "kind": "practical",
        "what": "eggs",
        "when": "by a date",
        "by": "2026-12-04",
        "where": "",
        "naming": "all",
        "wanted": "3",
    }


def sub(verb: str, **options: tuple[int, Any]) -> dict[str, Any]:
    """A subcommand of /helpmod as Discord sends it; of each option its type and its value."""
    given = [{"name": name, "type": kind, "value": value} for name, (kind, value) in options.items()]
    return {"name": "helpmod", "options": [{"name": verb, "type": 1, "options": given}]}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"name": "help"}, "/help"),
        ({"name": "claim", "options": [{"name": "number", "type": 4, "value": 12}]}, "/claim 12"),
        ({"name": "needhelp", "options": [{"name": "what", "type": 3, "value": "2 eggs"}]}, "/needhelp 2 eggs"),
        (
            {
                "name": "helpboard",
                "options": [{"name": "kind", "type": 3, "value": "practical"}, {"name": "page", "type": 4, "value": 2}],
            },
            "/helpboard 2 practical",
        ),
        (
            {
                "name": "helpmod",
                "options": [
                    {
                        "name": "close",
                        "type": 1,
                        "options": [
                            {"name": "reason", "type": 3, "value": "done elsewhere"},
                            {"name": "number", "type": 4, "value": 12},
                        ],
                    }
                ],
            },
            "/helpmod close 12 done elsewhere",
        ),
        (sub("assign", reason=(3, "drives"), person=(6, "77"), number=(4, 12)), "/helpmod assign 12 <77> drives"),
        (sub("merge", reason=(3, "2 of them"), into=(4, 14), number=(4, 12)), "/helpmod merge 12 14 2 of them"),
        (sub("pause", reason=(3, "2 are away"), days=(4, 3), number=(4, 12)), "/helpmod pause 12 3 2 are away"),
    ],
)
def test_a_command_is_one_typed_line(data: dict[str, Any], text: str) -> None:
    assert commands.as_typed(data) == text


def test_a_text_that_was_cut_does_not_end_in_half_an_escape() -> None:
    [text] = [each["content"] for each in every(drawn(Paragraph((Typed("*" * 4000),)))) if each["type"] == 10]
    assert len(text) <= 4000
    assert text.endswith("*…")
    assert escaped("*") == "\\*"


async def test_nothing_that_is_drawn_is_kept_in_memory() -> None:
    """The library forgets what is finished, and keeps everything else for ever."""
    claim = Choice("claim", Number(104), "I can help")
    shown = cards.draw(Wording((Paragraph((Plain("Hello"),), (claim,)),)), ELM)
    opened = forms.modal(form(), FormId("77", ELM, None, "1"), TODAY)
    assert (shown.is_finished(), opened.is_finished()) == (True, True)
