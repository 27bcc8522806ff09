"""The audit that every test of this folder ends with: it finds what is planted, and nothing else."""

import logging
from typing import Any

import discord
import pytest
from discord.http import Route

from adapters.discord import ids
from bot.model.requests import Request
from bot.rules import naming, premises
from tests.discord.house import House
from tests.doubles.discord.bits import Place
from tests.doubles.discord.wire import Json

ALL = "My name to everybody here"
SILENT: Json = {"parse": []}


def found(house: House, about: str) -> bool:
    """Everything found is taken."""
    return about in "\n".join(house.audit.take())


async def call(house: House, method: str, path: str, body: Json | None = None, reason: str | None = None) -> Any:
    """As the bot would, with its own client."""
    client: discord.Client = house.bot.platform.courier._client
    return await client.http.request(Route(method, path), reason=reason, **({"json": body} if body else {}))


async def claimed(house: House) -> None:
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.settle()
    assert house.ana.mention in "".join(house.private(house.ben))


async def test_a_card_that_names_the_asker_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "visible", lambda request, reader: frozenset({request.asker_id}))
    await house.ask(house.ana)

    assert found(house, f"POST /channels/{house.help['id']}/messages tells everybody of ana")


async def test_who_asked_is_nothing_for_whoever_has_handed_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def once_is_enough(request: Request, reader: Any) -> bool:
        return request.claim_of(reader) is not None

    monkeypatch.setattr(naming, "_works_on", once_is_enough)
    monkeypatch.setattr(premises, "hold", lambda post, request: True)
    card = await house.ask(house.ana)
    await house.ben.press(card, "✋ I can help with #1")
    await house.ben.slash("release", number=1)
    await house.settle()

    assert found(house, "tells ben of ana")


@pytest.mark.parametrize("what", ["id", "username"])
async def test_a_custom_id_that_carries_a_person_is_found(
    house: House, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(ids.ChoiceId, "__str__", lambda self: f"c:{self.index}:{house.ana.user[what]}:{self.token}")
    await house.ask(house.ana)

    assert found(house, "/custom_id")


async def test_a_yes_for_one_request_is_none_for_another(house: House) -> None:
    await house.ask(house.ana, naming=ALL)
    await house.ask(house.ana, what="a ladder")
    path = f"/channels/{house.help['id']}/messages"
    await call(house, "POST", path, {"content": f"#1 by {house.ana.mention}", "allowed_mentions": SILENT})
    assert house.audit.take() == []

    await call(house, "POST", path, {"content": f"#2 by {house.ana.mention}", "allowed_mentions": SILENT})

    assert found(house, "tells everybody of ana")


async def test_thanks_that_name_a_helper_who_was_not_asked_are_found(house: House) -> None:
    await claimed(house)
    thanks = {"content": "A big thank you to Ben!", "allowed_mentions": SILENT}
    await call(house, "POST", f"/channels/{house.thanks['id']}/messages", thanks)

    assert found(house, "tells everybody of ben")


async def test_what_people_typed_is_theirs_to_say_but_no_mention_is_made_of_it(house: House) -> None:
    await house.ask(house.ana, what=f"Tell Ben or {house.chi.id}, please. I am Ana.")
    assert house.audit.take() == []

    said = {"content": house.chi.mention, "allowed_mentions": SILENT}
    await call(house, "POST", f"/channels/{house.help['id']}/messages", said)

    assert found(house, "tells everybody of chi")


@pytest.mark.parametrize(("text", "parse"), [("<@{ben}>", "users"), ("@here", "everyone"), ("<@&1>", "roles")])
async def test_a_ping_is_found(house: House, text: str, parse: str) -> None:
    body = {"content": text.format(ben=house.ben.id), "allowed_mentions": {"parse": [parse]}}
    await call(house, "POST", f"/channels/{house.care['id']}/messages", body)

    assert found(house, "pings")


async def test_titles_reasons_nonces_and_log_lines_are_looked_at(house: House) -> None:
    title = {"name": "A ride for Ana", "type": int(Place.PRIVATE_THREAD)}
    await call(house, "POST", f"/channels/{house.help['id']}/threads", title, reason="chi wants it")
    await call(house, "POST", f"/channels/{house.care['id']}/messages", {"content": "Hello", "nonce": house.ben.id})
    logging.getLogger("adapters.discord").warning("could not reach %s", house.mo.user["global_name"])

    leaks = "\n".join(house.audit.take())

    planted = ("at body/name", "at header X-Audit-Log-Reason", "at body/nonce", "a line of the log names mo")
    assert [part for part in planted if part not in leaks] == []


async def test_who_is_let_into_a_thread_may_be_known_to_those_in_it(house: House) -> None:
    made = await call(house, "POST", f"/channels/{house.help['id']}/threads", {"name": "#1", "type": 12})
    house.discord.stage.deeds.append((house.ana.id, {"custom_id": "c:0:elm:room_yes|1|7"}))
    await call(house, "PUT", f"/channels/{made['id']}/thread-members/{house.ana.id}")
    assert house.audit.take() == []

    await call(house, "PUT", f"/channels/{made['id']}/thread-members/{house.ben.id}")

    leaks = "\n".join(house.audit.take())
    assert "tells ana of ben" in leaks
    assert "lets ben see ana" in leaks
    assert "lets ben in, who never said yes to that" in leaks


async def test_the_calls_that_only_discord_sees_may_name_somebody(house: House) -> None:
    await call(house, "GET", f"/guilds/{house.guild['id']}/members/{house.ben.id}")
    await call(house, "POST", "/users/@me/channels", {"recipient_id": house.ben.id})

    assert house.audit.take() == []
