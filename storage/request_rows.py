"""Rows of `requests` and `claims`, to and from dataclasses."""

from typing import Any

from bot.model.claims import Claim, Consent, Ending, Hold, Room
from bot.model.ids import CommunityId, Number, PersonId, WordsId
from bot.model.policy import Kind, Urgency
from bot.model.requests import Naming, Reason, Request, Series, Stage, Status, Tell, Undo
from storage.statements import Row
from storage.tables import claims, requests
from storage.values import NEVER, micros, micros_if, moment, moment_if

REQUEST_COLUMNS = tuple(column for column in requests.c if column.name != "asker_due_at")
CLAIM_COLUMNS = tuple(
    column for column in claims.c if column.name not in ("community_id", "number", "position", "due_at")
)


def request_of(row: Row, held: tuple[Claim, ...] = ()) -> Request:
    """In the order of the table's columns."""
    (
        community_id, number, version, asker_id, kind, urgency, naming, wanted, words_id, posted_at, status,
        needed_by, alert_at, stage, unclaimed_at, warn_at, expires_at, agreed_at, done_at, settles_at, confirm_at,
        thanks_at, consent, thanks_words_id, note_words_id, reason_words_id, announced_at, closed_at, reason, tell_at,
        tell, undo_move, undo_by, undo_until, paused_until, hidden_at, is_heavy, merged_into,
        series_every, series_left, again_at,
        follow_up_at,
    ) = row  # fmt: skip
    return Request(
        community_id=CommunityId(community_id),
        number=Number(number),
        asker_id=PersonId(asker_id),
        kind=Kind(kind),
        urgency=Urgency(urgency),
        naming=Naming(naming),
        wanted=wanted,
        words_id=WordsId(words_id),
        posted_at=moment(posted_at),
        status=Status(status),
        version=version,
        needed_by=None if needed_by == NEVER else moment(needed_by),
        claims=held,
        alert_at=moment_if(alert_at),
        stage=Stage.NEAR if stage is None else Stage(stage),
        unclaimed_at=moment_if(unclaimed_at),
        warn_at=moment_if(warn_at),
        expires_at=moment_if(expires_at),
        agreed_at=moment_if(agreed_at),
        done_at=moment_if(done_at),
        settles_at=moment_if(settles_at),
        confirm_at=moment_if(confirm_at),
        thanks_at=moment_if(thanks_at),
        consent=None if consent is None else Consent(consent),
        thanks_words_id=None if thanks_words_id is None else WordsId(thanks_words_id),
        note_words_id=None if note_words_id is None else WordsId(note_words_id),
        reason_words_id=None if reason_words_id is None else WordsId(reason_words_id),
        announced_at=moment_if(announced_at),
        closed_at=moment_if(closed_at),
        reason=None if reason is None else Reason(reason),
        tell_at=moment_if(tell_at),
        tell=None if tell is None else Tell(tell),
        undo=None if undo_move is None else Undo(undo_move, PersonId(undo_by), moment(undo_until)),
        paused_until=moment_if(paused_until),
        hidden_at=moment_if(hidden_at),
        is_heavy=bool(is_heavy),
        merged_into=None if merged_into is None else Number(merged_into),
        series=None if series_every is None else Series(series_every, series_left),
        again_at=moment_if(again_at),
        follow_up_at=moment_if(follow_up_at),
    )


def request_values(request: Request) -> dict[str, Any]:
    undo = request.undo
    return {
        "community_id": request.community_id,
        "number": request.number,
        "version": request.version,
        "asker_id": request.asker_id,
        "kind": request.kind.value,
        "urgency": request.urgency.value,
        "naming": request.naming.value,
        "wanted": request.wanted,
        "words_id": request.words_id,
        "posted_at": micros(request.posted_at),
        "status": request.status.value,
        "needed_by": NEVER if request.needed_by is None else micros(request.needed_by),
        "alert_at": micros_if(request.alert_at),
        "stage": None if request.stage is Stage.NEAR else request.stage.value,
        "unclaimed_at": micros_if(request.unclaimed_at),
        "warn_at": micros_if(request.warn_at),
        "expires_at": micros_if(request.expires_at),
        "agreed_at": micros_if(request.agreed_at),
        "done_at": micros_if(request.done_at),
        "settles_at": micros_if(request.settles_at),
        "confirm_at": micros_if(request.confirm_at),
        "thanks_at": micros_if(request.thanks_at),
        "consent": None if request.consent is None else request.consent.value,
        "thanks_words_id": request.thanks_words_id,
        "note_words_id": request.note_words_id,
        "reason_words_id": request.reason_words_id,
        "announced_at": micros_if(request.announced_at),
        "closed_at": micros_if(request.closed_at),
        "reason": None if request.reason is None else request.reason.value,
        "tell_at": micros_if(request.tell_at),
        "tell": None if request.tell is None else request.tell.value,
        "undo_move": None if undo is None else undo.move,
        "undo_by": None if undo is None else undo.by,
        "undo_until": None if undo is None else micros(undo.until),
        "paused_until": micros_if(request.paused_until),
        "hidden_at": micros_if(request.hidden_at),
        "is_heavy": int(request.is_heavy),
        "merged_into": request.merged_into,
        "series_every": None if request.series is None else request.series.every,
        "series_left": None if request.series is None else request.series.left,
        "again_at": micros_if(request.again_at),
        "follow_up_at": micros_if(request.follow_up_at),
        "asker_due_at": micros_if(request.asker_due_at),
    }


def claim_of(row: Row) -> Claim:
    (
        helper_id, hold, since, contact_at, nudge_at, nudges, release_at, check_at, checks_end_at, decide_by,
        ended_at, ending, agreed_at, thanks_at, consent, confirm_at, tell_at, room,
        recognition, part,
    ) = row  # fmt: skip
    return Claim(
        helper_id=PersonId(helper_id),
        hold=Hold(hold),
        since=moment(since),
        contact_at=moment_if(contact_at),
        nudge_at=moment_if(nudge_at),
        nudges=nudges,
        release_at=moment_if(release_at),
        check_at=moment_if(check_at),
        checks_end_at=moment_if(checks_end_at),
        decide_by=moment_if(decide_by),
        ended_at=moment_if(ended_at),
        ending=None if ending is None else Ending(ending),
        agreed_at=moment_if(agreed_at),
        thanks_at=moment_if(thanks_at),
        consent=None if consent is None else Consent(consent),
        confirm_at=moment_if(confirm_at),
        tell_at=moment_if(tell_at),
        room=None if room is None else Room(room),
        recognition=recognition,
        part=part,
    )


def claim_values(request: Request, position: int, claim: Claim) -> dict[str, Any]:
    return {
        "community_id": request.community_id,
        "number": request.number,
        "helper_id": claim.helper_id,
        "position": position,
        "hold": claim.hold.value,
        "since": micros(claim.since),
        "contact_at": micros_if(claim.contact_at),
        "nudge_at": micros_if(claim.nudge_at),
        "nudges": claim.nudges,
        "release_at": micros_if(claim.release_at),
        "check_at": micros_if(claim.check_at),
        "checks_end_at": micros_if(claim.checks_end_at),
        "decide_by": micros_if(claim.decide_by),
        "ended_at": micros_if(claim.ended_at),
        "ending": None if claim.ending is None else claim.ending.value,
        "agreed_at": micros_if(claim.agreed_at),
        "thanks_at": micros_if(claim.thanks_at),
        "consent": None if claim.consent is None else claim.consent.value,
        "confirm_at": micros_if(claim.confirm_at),
        "tell_at": micros_if(claim.tell_at),
        "due_at": micros_if(claim.due_at),
        "room": None if claim.room is None else claim.room.value,
        "recognition": claim.recognition,
        "part": claim.part,
    }
