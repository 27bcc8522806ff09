"""Which community something said in private is about, for people who share several of them with us."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands.values import Spoken
from bot.model.ids import CommunityId, PersonId
from bot.ports import Tx
from bot.texts.directs import STOP
from bot.usecases import places, spoken


def meant(tx: Tx, what: tuple[Spoken, Sequence[CommunityId]], now: datetime) -> CommunityId | None:
    """None if it may be about more than one: then they have to be asked.

    An open form comes first, and asks once more if a newer message may be meant. A number is of the newest message
    that offered some, whoever sent it.
    """
    said, known = what
    person = tx.people.person_of(said.actor.account)
    if person is None:
        return known[0]
    filled_in = [each for each in known if tx.conversations.open_for(each, person, now) is not None]
    if filled_in:
        return _asked_last(tx, filled_in, person, now)
    found = ((each, spoken.meant(tx, replace(said, community_id=each), now)) for each in known)
    tokens = {each: token for each, token in found if token is not None}
    newest = tx.messages.newest_at(said.place)
    if newest is not None and newest.community_id in tokens:
        return newest.community_id
    if not tokens:
        return _asked_last(tx, known, person, now)
    is_for_all = set(tokens.values()) == {STOP.token}
    return next(iter(tokens)) if len(tokens) == 1 or is_for_all else None


def _asked_last(tx: Tx, among: Sequence[CommunityId], person: PersonId, now: datetime) -> CommunityId:
    """The first of them if none has asked anything."""
    found = ((each, places.asked_at(tx, tx.communities.get(each), person, now)) for each in among)
    asked = {each: at for each, at in found if at is not None}
    return max(asked, key=lambda each: asked[each], default=among[0])
