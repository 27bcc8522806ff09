"""Cross-signing: clients that only trust signed devices talk to the bot, also after its disk was lost."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from adapters.matrix.connection import signing
from adapters.matrix.connection.machine import Undecryptable
from adapters.matrix.connection.opening import recover, vouch
from adapters.matrix.connection.signing import Seeds, Standing
from bot.errors import BadConfig
from tests.doubles.matrix.signed_only import SignedOnlyNewcomers, SignedOnlyPerson
from tests.doubles.matrix.synapse import Synapse
from tests.matrix.connection.bot import Bot

NewBot = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def ana(synapse: Synapse, tmp_path: Path) -> AsyncIterator[SignedOnlyPerson]:
    """Only trusts signed devices."""
    made = SignedOnlyNewcomers(synapse, tmp_path / "signed")
    person = await made("ana")
    assert isinstance(person, SignedOnlyPerson)
    yield person
    await made.close()


async def test_at_the_first_start_the_device_is_signed_for_everybody_to_see(bot: Bot, ana: SignedOnlyPerson) -> None:
    assert bot.opened.standing is Standing.SIGNED
    assert set(await ana.signed_devices(bot.user_id)) == {bot.server.device_id}


async def test_a_client_that_trusts_signed_devices_alone_reads_the_bot_and_is_read_by_it(
    bot: Bot, ana: SignedOnlyPerson
) -> None:
    room = await bot.share_room(ana)
    await ana.say(room, "!help")
    assert await bot.said(room) == ["!help"]
    await bot.say(room, "Here I am")
    assert [message.body for message in await ana.see(room)] == ["!help", "Here I am"]


async def test_a_device_without_keys_of_the_account_stays_unsigned_and_is_told_why_it_cannot_read(
    bot: Bot, ana: SignedOnlyPerson
) -> None:
    """The test of the test: such a client keeps its distance from a device that nobody vouches for."""
    room = await bot.share_room(ana)
    await bot.stop()
    shutil.rmtree(bot.path)
    opened = await bot.start()
    await ana.say(room, "!help")
    [heard] = [event for event in await bot.hear(room) if not isinstance(event, dict)]
    await bot.say(room, "Can you read me?")
    assert opened.standing is Standing.LACKS_KEYS
    assert isinstance(heard, Undecryptable)
    assert heard.code == "m.unverified"
    assert [message.body for message in await ana.see(room)] == ["!help"]


async def test_after_the_disk_was_lost_the_recovery_key_brings_the_bot_back(bot: Bot, ana: SignedOnlyPerson) -> None:
    room = await bot.share_room(ana)
    before = (await signing.identity(bot.server)).master
    await bot.stop()
    shutil.rmtree(bot.path)
    await bot.start()
    await recover(bot.client, bot.folder, bot.shown[0])
    await ana.say(room, "!help")
    assert "!help" in await bot.said(room)
    await bot.say(room, "Here I am again")
    assert [message.body for message in await ana.see(room)] == ["!help", "Here I am again"]
    assert (await signing.identity(bot.server)).master == before


async def test_the_recovery_key_is_shown_once(bot: Bot) -> None:
    await bot.stop()
    opened = await bot.start()
    assert opened.standing is Standing.SIGNED
    assert len(bot.shown) == 1


async def test_another_accounts_recovery_key_opens_nothing(bot: Bot, new_bot: NewBot) -> None:
    other = await new_bot()
    await other.start()
    with pytest.raises(BadConfig, match="This recovery key is not the one of @bot"):
        await recover(bot.client, bot.folder, other.shown[0])


async def test_stopped_between_making_and_publishing_the_keys_the_same_ones_are_published(new_bot: NewBot) -> None:
    bot = await new_bot()
    seeds = Seeds.new()
    bot.path.mkdir()
    (bot.path / "cross-signing.json").write_text(str(seeds.to_keep()).replace("'", '"'))
    opened = await bot.start()
    assert opened.standing is Standing.SIGNED
    assert (await signing.identity(bot.server)).master == seeds.public(signing.MASTER)


async def test_stopped_before_the_device_was_signed_it_is_signed_at_the_next_start(new_bot: NewBot) -> None:
    bot = await new_bot(encryption=False)
    await bot.start()
    await bot.stop()
    bot.encryption = True
    seeds = Seeds.new()
    await bot.start()
    assert bot.machine is not None
    assert await signing.publish(bot.server, bot.machine, seeds, bot.login.password)
    bot.folder.keep_seeds(seeds.to_keep())
    assert not (await signing.identity(bot.server)).is_signed
    await bot.stop()
    assert (await bot.start()).standing is Standing.SIGNED
    assert (await signing.identity(bot.server)).is_signed


async def test_where_the_homeserver_asks_for_the_password_it_is_given_or_asked_for(bot: Bot) -> None:
    """This one asks when keys are there already."""
    assert bot.machine is not None
    assert not await signing.publish(bot.server, bot.machine, Seeds.new(), None)
    with pytest.raises(BadConfig, match="Matrix does not take the password of @bot"):
        await signing.publish(bot.server, bot.machine, Seeds.new(), "wrong")
    assert await signing.publish(bot.server, bot.machine, Seeds.new(), bot.login.password)


async def test_keys_that_somebody_made_elsewhere_are_never_replaced(bot: Bot) -> None:
    elsewhere = Seeds.new()
    assert bot.machine is not None
    assert await signing.publish(bot.server, bot.machine, elsewhere, bot.login.password)
    assert await vouch(bot.client, bot.folder, bot.login.password, bot.shown.append) is Standing.LACKS_KEYS
    assert (await signing.identity(bot.server)).master == elsewhere.public(signing.MASTER)
