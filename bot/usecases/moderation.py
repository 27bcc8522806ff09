"""What moderators do with a request. With a reason, in the history, and never on requests they are part of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.commands.typed import parse
from bot.commands.values import Ask, Moderate, OnRequest
from bot.errors import Refused
from bot.model.claims import Ending
from bot.model.ids import Number, WordsId
from bot.model.outcome import Outcome
from bot.model.people import Account
from bot.model.places import Community
from bot.model.posts import Holds, Post
from bot.model.requests import Reason, Request, Status, Words
from bot.ports import Tx
from bot.rules import claims, hiding, merges, pauses, proposals, requests
from bot.rules.moderation import split
from bot.rules.volunteers import limited
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.histories import READINGS, may_moderate, read, require_distance
from bot.usecases.people import known_here, may_be_asked
from bot.usecases.settling import Decision, Scene, decide, meet


@dataclass(frozen=True, slots=True)
class _Step:
    """`about` is what else was typed for the move: a person, another number, days."""

    scene: Scene
    account: Account
    about: str

    @property
    def request(self) -> Request:
        return self.scene.request


def moderate(tx: Tx, command: Moderate, now: datetime) -> Outcome:
    """ "close 12 reason", "assign 12 ana reason", "history 12" and the like."""
    asked = parse(f"/{command.text}")
    number = asked.number if asked is not None and asked.number is not None else Number(0)

    def rule(scene: Scene) -> Decision:
        may_moderate(scene, command)
        assert asked is not None, "there is a number"
        return _moderated(scene, command, asked.name, asked.rest)

    if number and asked is not None and asked.name in READINGS:
        return read(tx, command, asked.name, number, now)
    if not number:
        no = "helpmod_usage" if command.actor.is_moderator else "moderators_only"
        community, me = meet(tx, Ask(command.actor, command.community_id, command.origin), now)
        return Outcome(f"refused: {no}", say(no, views.bare(tx, community, me, now), {}))
    return decide(tx, OnRequest(command.actor, command.community_id, command.origin, number), now, rule)


def _moderated(scene: Scene, command: Moderate, verb: str, rest: str) -> Decision:
    """Whoever is part of it reads the reason in private; it is deleted with everything else that was typed."""
    about, why = split(verb, rest)
    decision = _VERBS[verb](_Step(scene, command.actor.account, about))
    reason = Words({"reason": why, "by": scene.me})
    purge_at = scene.now + scene.community.policy.purge_after
    return _with_reason(decision, scene.tx.words.put(scene.community.id, reason, purge_at))


def _with_reason(decision: Decision, words_id: WordsId) -> Decision:
    """Of somebody who was thought of, other moderators alone read why."""
    if decision.move == "propose":
        return replace(decision, why=words_id)
    return replace(decision, why=words_id, request=replace(decision.request, reason_words_id=words_id))


def _close(step: _Step) -> Decision:
    request, now = step.request, step.scene.now
    if request.status is Status.CLOSED:
        raise Refused("already_closed")
    ended = claims.end_all(request, Ending.MODERATED, now)
    told = (request.asker_id, *(claim.helper_id for claim in (*request.active, *request.finished)))
    posts = tuple(Post("closed_told", request.number, reader_id=person) for person in told)
    return Decision("close", requests.close(ended, Reason.MODERATED, now), "closed_noted", posts)


def _release(step: _Step) -> Decision:
    request, scene = step.request, step.scene
    if not request.active:
        raise Refused("nobody_on_it")
    told = (request.asker_id, *(claim.helper_id for claim in request.active))
    posts = tuple(Post("released_told", request.number, reader_id=person, premise=Holds.LIVE) for person in told)
    after = requests.reopen(request, Ending.MODERATED, scene.now, scene.community, is_told=True)
    return Decision("release", after, "moderated", posts)


def _assign(step: _Step) -> Decision:
    """The answer is the same whoever it is: it tells neither who knows us nor who asked, helps or said no."""
    request, scene, community = step.request, step.scene, step.scene.community
    proposals.require_room(request)
    person = known_here(scene.tx, community.id, _meant(scene.tx, community, step))
    if person is not None and may_be_asked(scene.tx, community, person, request.asker_id, scene.now):
        carried = scene.tx.requests.open_claims(community.id, person)
        theirs = limited(community, scene.tx.volunteers.find(community.id, person))
        request = proposals.propose(request, person, scene.now, theirs, carried)
    return Decision("propose", request, "proposed")


def _meant(tx: Tx, community: Community, step: _Step) -> Account:
    """As the platform calls the account; "@Ana" where the account is "ana" as well."""
    platform, typed = step.account.platform, step.about
    exact = Account(platform, typed)
    return exact if known_here(tx, community.id, exact) else Account(platform, typed.removeprefix("@").lower())


def _merge(step: _Step) -> Decision:
    """Neither asker learns who the other is; helpers may go on with the other request if they like."""
    request, scene, number = step.request, step.scene, step.request.number
    into = scene.tx.requests.find(scene.community.id, Number(int(step.about)))
    if into is None:
        raise Refused("no_such_request")
    require_distance(scene, into)
    after = merges.merge(request, into, scene.now, scene.community.policy)
    told = Post("merged_told", number, reader_id=request.asker_id, premise=Holds.MERGED)
    free = (Post("merged_free", number, reader_id=claim.helper_id, premise=Holds.MERGED) for claim in request.active)
    return Decision("merge", after, "moderated", (told, *free))


def _pause(step: _Step) -> Decision:
    request = step.request
    after = pauses.pause(request, int(step.about), step.scene.now)
    told = Post("paused_told", request.number, reader_id=request.asker_id, premise=Holds.PAUSED)
    free = (
        Post("paused_free", request.number, reader_id=claim.helper_id, premise=Holds.PAUSED) for claim in request.active
    )
    return Decision("pause", after, "moderated", (told, *free))


def _resume(step: _Step) -> Decision:
    request = step.request
    people = (request.asker_id, *(claim.helper_id for claim in request.active))
    posts = tuple(Post("resumed_told", request.number, reader_id=person, premise=Holds.LIVE) for person in people)
    return Decision("resume", pauses.resume(request, step.scene.now), "moderated", posts)


def _hide(step: _Step) -> Decision:
    """Only whoever asked hears of it: for helpers nothing changes."""
    after = hiding.hide(step.request, step.scene.now)
    told = Post("hidden_told", after.number, reader_id=after.asker_id, premise=Holds.HIDDEN)
    return Decision("hide", after, "hidden", (told,))


def _show(step: _Step) -> Decision:
    after = hiding.show(step.request)
    told = Post("shown_told", after.number, reader_id=after.asker_id, premise=Holds.LIVE)
    return Decision("show", after, "moderated", (told,))


_VERBS: dict[str, Callable[[_Step], Decision]] = {
    "close": _close,
    "release": _release,
    "assign": _assign,
    "merge": _merge,
    "pause": _pause,
    "resume": _resume,
    "hide": _hide,
    "show": _show,
}
