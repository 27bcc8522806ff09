"""Answering within three seconds, whatever the store does, and only the person who asked."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.cards import said
from adapters.discord.people import language_in

log = logging.getLogger(__name__)

PATIENCE = 1.5
"""Seconds the work may take before Discord is told that the answer comes later. A form must come before that."""

TRIES = 2
ANSWERED_ALREADY = 40060


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person sees: a message, or a form with a message that stands in for it if it is too late for one."""

    view: ui.LayoutView | None = None
    form: ui.Modal | None = None


async def reply(
    interaction: discord.Interaction, work: Coroutine[Any, Any, Reply], *, is_in_place: bool = False
) -> None:
    """Do the work and show what comes of it. `is_in_place` writes it over the message that was answered."""
    working = asyncio.get_running_loop().create_task(work)
    done, _ = await asyncio.wait({working}, timeout=PATIENCE)
    is_late = not done
    if is_late:
        await _arrives(lambda: _ask_for_time(interaction, is_in_place=is_in_place))
    shown = await _result(interaction, working)
    if not await _arrives(lambda: _show(interaction, shown, is_late=is_late, is_in_place=is_in_place)):
        # What was decided is decided; only this answer is lost, and what matters is said by delivery.
        await _arrives(lambda: _say_so(interaction, is_late=is_late))


async def _arrives(say: Callable[[], Awaitable[None]]) -> bool:
    """What is lost on its way is said again; that Discord has an answer means that the first one had arrived."""
    for _ in range(TRIES):
        try:
            await say()
        except discord.HTTPException as trouble:
            log.log(_level(trouble), "an answer was refused: status %d, code %d", trouble.status, trouble.code)
            return trouble.code == ANSWERED_ALREADY
        except (aiohttp.ClientError, OSError) as trouble:
            log.warning("an answer was lost on its way: %s", type(trouble).__name__)
        else:
            return True
    return False


def _level(trouble: discord.HTTPException) -> int:
    return logging.DEBUG if trouble.code == ANSWERED_ALREADY else logging.WARNING


async def _say_so(interaction: discord.Interaction, *, is_late: bool) -> None:
    """Better than "the application did not respond", if Discord still takes it."""
    if is_late:
        await interaction.edit_original_response(view=saying(interaction, texts.CANNOT_SHOW))
    else:
        await interaction.response.send_message(view=saying(interaction, texts.CANNOT_SHOW), ephemeral=True)


async def _result(interaction: discord.Interaction, working: asyncio.Task[Reply]) -> Reply:
    try:
        return await working
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("something a person did could not be carried out (%s)", reference)
        return Reply(saying(interaction, texts.STUMBLED, reference=reference))


def saying(interaction: discord.Interaction, english: str, **values: str) -> ui.LayoutView:
    return said(texts.say(language_in(interaction), english, **values))


async def _ask_for_time(interaction: discord.Interaction, *, is_in_place: bool) -> None:
    if is_in_place:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def _show(interaction: discord.Interaction, shown: Reply, *, is_late: bool, is_in_place: bool) -> None:
    if shown.form is not None and not is_late:
        await interaction.response.send_modal(shown.form)
    elif shown.view is None:
        await _say_nothing(interaction, is_late=is_late, is_in_place=is_in_place)
    elif is_late:
        await interaction.edit_original_response(view=shown.view)
    elif is_in_place:
        await interaction.response.edit_message(view=shown.view)
    else:
        await interaction.response.send_message(view=shown.view, ephemeral=True)


async def _say_nothing(interaction: discord.Interaction, *, is_late: bool, is_in_place: bool) -> None:
    """It had been carried out before. Discord wants an answer all the same."""
    if is_late and not is_in_place:
        await interaction.edit_original_response(view=saying(interaction, texts.NOTHING_TO_SAY))
    elif not is_late and interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    elif not is_late:
        await interaction.response.send_message(view=saying(interaction, texts.NOTHING_TO_SAY), ephemeral=True)
