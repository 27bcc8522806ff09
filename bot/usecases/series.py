"""Asking again for the same: chosen once, asked about after each time, and posted by one tap."""

from datetime import datetime

from bot.commands.values import OnRequest
from bot.errors import Refused
from bot.model.claims import Hold
from bot.model.ids import DraftId
from bot.model.outcome import Outcome
from bot.model.places import Community, PlaceKind
from bot.model.policy import Urgency
from bot.model.requests import Draft, Request, Series, Words
from bot.ports import Tx
from bot.rules import forms, matching, proposals, requests, series
from bot.rules.volunteers import limited
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.forms import form_of
from bot.usecases.people import may_be_asked
from bot.usecases.settling import REPEATED, Decision, Moved, Scene, decide, refuse, save


def choose(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """Without a `value` it is asked how often."""

    def rule(scene: Scene) -> Decision:
        if not command.value:
            series.may_choose(scene.request, scene.me)
            return Decision("series", scene.request, "series_asked")
        after = series.choose(scene.request, scene.me, command.value, now)
        return Decision("series", after, "series_ended" if after.series is None else "series_chosen")

    return decide(tx, command, now, rule)


def again(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """The same words for the next time, as a new request."""
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    community, member = met
    request = tx.requests.find(community.id, command.number)
    try:
        if request is None:
            raise Refused("no_such_request")
        return _post(tx, command, community, request, series.may_go_on(request, member.person_id), now)
    except Refused as no:
        return refuse(tx, command, views.to_member(community, member, now, request), no)


def _post(tx: Tx, command: OnRequest, community: Community, before: Request, of: Series, now: datetime) -> Outcome:
    if tx.places.of_kind(community.id, PlaceKind.HELP) is None:
        raise Refused("not_set_up_untold")
    ended, following = series.went_on(before, _following(tx, community, before, of, now), of)
    following = _ask_whoever_helped(tx, community, before, following, now)
    moves = (Moved("again", before, ended), Moved("post", None, following))
    _, saved = save(tx, community, moves, now, command.origin, before.asker_id)
    view = views.bare(tx, community, before.asker_id, now, saved)
    return Outcome("again", say("asked_again", view, {}))


def _following(tx: Tx, community: Community, before: Request, of: Series, now: datetime) -> Request:
    """Looked at like any other form: what is possible may have changed. The days are those of whoever asks."""
    community = views.as_lived(tx, community, before.asker_id)
    known = form_of(tx, community, before)
    if not known.what:
        raise Refused("words_are_gone")
    by = forms.written(series.next_by(before, of, now, community), community.timezone)
    values = forms.values_of(known, community) | {"when": Urgency.BY_DATE.value, forms.BY: by}
    form = forms.fill(values, now, community)
    words_id = tx.words.put(community.id, Words(form.typed | {"by": before.asker_id}), now)
    draft = Draft(community.id, DraftId(""), before.asker_id, form, now, words_id)
    posted = requests.post(draft, tx.requests.next_number(community.id), now, community)
    return matching.begin(posted, now, community.policy) if tx.matching.are_volunteers(community.id) else posted


def _ask_whoever_helped(tx: Tx, community: Community, before: Request, following: Request, now: datetime) -> Request:
    """Whether somebody can be asked is told to nobody: it would tell why not."""
    for claim in before.finishers:
        if may_be_asked(tx, community, claim.helper_id, before.asker_id, now):
            carried = tx.requests.open_claims(community.id, claim.helper_id)
            theirs = limited(community, tx.volunteers.find(community.id, claim.helper_id))
            following = proposals.propose(following, claim.helper_id, now, theirs, carried, Hold.AGAIN)
    return series.asked_first(following, following.claims)
