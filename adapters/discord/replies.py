"""Answering within three seconds, whatever the store does, and only the person who asked."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from adapters.discord import texts
from adapters.discord.cards import said

log = logging.getLogger(__name__)

PATIENCE = 1.5
"""Seconds the work may take before Discord is told that the answer comes later. A form must come before that."""


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
    try:
        if not done:
            await _ask_for_time(interaction, is_in_place=is_in_place)
        await _show(interaction, await _result(working), is_in_place=is_in_place)
    except discord.HTTPException as trouble:
        # What was decided is decided; only this answer is lost, and what matters is said by delivery.
        log.warning("an answer could not be shown: status %d, code %d", trouble.status, trouble.code)
        await _say_so(interaction)


async def _say_so(interaction: discord.Interaction) -> None:
    """Better than "the application did not respond", if Discord still takes it."""
    with contextlib.suppress(discord.HTTPException):
        if interaction.response.is_done():
            await interaction.edit_original_response(view=said(texts.CANNOT_SHOW))
        else:
            await interaction.response.send_message(view=said(texts.CANNOT_SHOW), ephemeral=True)


async def _result(working: asyncio.Task[Reply]) -> Reply:
    try:
        return await working
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("something a person did could not be carried out (%s)", reference)
        return Reply(said(texts.STUMBLED.format(reference=reference)))


async def _ask_for_time(interaction: discord.Interaction, *, is_in_place: bool) -> None:
    if is_in_place:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def _show(interaction: discord.Interaction, shown: Reply, *, is_in_place: bool) -> None:
    is_late = interaction.response.is_done()
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
        await interaction.edit_original_response(view=said(texts.NOTHING_TO_SAY))
    elif not is_late and interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    elif not is_late:
        await interaction.response.send_message(view=said(texts.NOTHING_TO_SAY), ephemeral=True)
