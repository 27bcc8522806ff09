"""All messages by name. A use case names one; what it says is in the file of its area."""

from bot.model.view import View
from bot.model.wording import Wording
from bot.texts import (
    celebrations,
    claims,
    declining,
    digests,
    endings,
    followups,
    forms,
    matching,
    moderation,
    refusals,
    requests,
    rooms,
    series,
    slots,
    thanks,
)
from bot.texts.parts import Facts

MESSAGES = {
    **forms.MESSAGES,
    **claims.MESSAGES,
    **declining.MESSAGES,
    **followups.MESSAGES,
    **matching.MESSAGES,
    **requests.MESSAGES,
    **moderation.MESSAGES,
    **celebrations.MESSAGES,
    **thanks.MESSAGES,
    **rooms.MESSAGES,
    **series.MESSAGES,
    **slots.MESSAGES,
    **digests.MESSAGES,
    **endings.MESSAGES,
}


def say(message: str, view: View, facts: Facts) -> Wording:
    """Raises KeyError if nobody wrote this message."""
    if refusals.is_refusal(message):
        return refusals.refusal(view, message, facts)
    return MESSAGES[message](view, facts)
