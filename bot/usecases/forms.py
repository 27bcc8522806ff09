"""Asking: the form opens, becomes a draft, is previewed, and is posted or forgotten."""

from dataclasses import replace
from datetime import datetime

from bot.commands.values import Ask, OnDraft, OnRequest, SaveDraft
from bot.errors import BadText, Refused
from bot.model.changes import Settlement
from bot.model.ids import DraftId, Number, PersonId
from bot.model.outcome import FormView, Outcome
from bot.model.people import Member
from bot.model.places import Community, PlaceKind
from bot.model.policy import Urgency
from bot.model.posts import Holds, Post
from bot.model.requests import Draft, Form, Request, Status, Words
from bot.model.view import View
from bot.ports import Tx
from bot.rules import forms, hours, matching, requests
from bot.rules.slots import carried_over
from bot.texts.forms import form as form_view
from bot.texts.forms import handed_back
from bot.texts.refusals import sentence
from bot.texts.sentences import say
from bot.usecases import views
from bot.usecases.settling import REPEATED, Moved, meet, meet_member, save
from bot.usecases.slots import parts_of

NOT_YET = Number(0)
"""A draft has no number."""
_TOLD_ONCE = "once:not_set_up"


def open_form(tx: Tx, command: Ask, now: datetime) -> Outcome:
    """The empty form, with what was typed after the command already in it. Nothing is stored yet."""
    community, me = meet(tx, command, now)
    view = views.bare(tx, community, me, now)
    if tx.places.of_kind(command.community_id, PlaceKind.HELP) is None:
        return _not_set_up(tx, view, command.value)
    values, errors = _as_asked(view, command)
    return Outcome("form", form=form_view(view, values, None, errors))


def _as_asked(view: View, command: Ask) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed after the command, and what is the matter with it."""
    if not command.by:
        return {"what": command.value}, {}
    try:
        forms.fill_by(command.by, view.now, hours.as_lived(view.community, view.timezone))
    except BadText as no:
        return {"what": command.value}, {forms.BY: sentence(view, no.message, no.facts)}
    return {"what": command.value, "when": Urgency.BY_DATE.value, forms.BY: command.by.strip()}, {}


def _not_set_up(tx: Tx, view: View, typed: str) -> Outcome:
    """Kindly refused, with the words handed back; the moderators hear of it once, if there is a place for that."""
    community_id = view.community.id
    if tx.places.of_kind(community_id, PlaceKind.CARE) is None:
        return Outcome("refused: not_set_up", handed_back(view, "not_set_up_untold", {}, typed))
    if not tx.origins.known(community_id, _TOLD_ONCE):
        note = Post("care_not_set_up", NOT_YET, place=PlaceKind.CARE)
        tx.settle(Settlement(community_id, _TOLD_ONCE, view.now, posts=(note,)))
    return Outcome("refused: not_set_up", handed_back(view, "not_set_up", {}, typed))


def edit_form(tx: Tx, command: OnRequest, now: datetime) -> Outcome:
    """The form of an existing request, filled with what it says now."""
    community, me = meet(tx, command, now)
    request = tx.requests.find(command.community_id, command.number)
    no = _why_not_editable(request, me)
    view = views.bare(tx, community, me, now)
    if no is not None or request is None:
        said = no or "no_such_request"
        return Outcome(f"refused: {said}", say(said, view, {}))
    lived = views.as_lived(tx, community, me)
    values = forms.values_of(form_of(tx, lived, request), lived)
    return Outcome("form", form=form_view(view, values, request.number, {}, is_filled=True))


def form_of(tx: Tx, community: Community, request: Request) -> Form:
    words = tx.words.get(community.id, request.words_id)
    return Form(
        request.kind,
        words.get("what"),
        request.urgency,
        forms.chosen_by(request.needed_by, community),
        words.get("where"),
        request.naming,
        request.wanted,
        request.is_heavy,
    )


def reword(tx: Tx, community: Community, request: Request, what: str, now: datetime) -> Outcome:
    """The preview of a request of theirs in other words. A date that has passed is left behind. Raises BadText."""
    community = views.as_lived(tx, community, request.asker_id)
    known = form_of(tx, community, request)
    urgency = Urgency.THIS_WEEK if request.is_past(now) and known.urgency is Urgency.BY_DATE else known.urgency
    values = forms.values_of(replace(known, what=what, urgency=urgency), community)
    form = forms.fill(values, now, community)
    _forget(tx, tx.drafts.of(community.id, request.asker_id), now)
    draft = _keep(tx, community, request.asker_id, form, request.number, now)
    view = views.bare(tx, community, request.asker_id, now)
    return Outcome("preview", say("preview", _preview(tx, view, draft), {"draft": draft.id}))


def _why_not_editable(request: Request | None, me: PersonId) -> str | None:
    if request is None:
        return "no_such_request"
    if request.asker_id != me:
        return "not_your_request"
    return "no_longer_open" if request.status in (Status.DONE, Status.CLOSED) else None


def save_draft(tx: Tx, command: SaveDraft, now: datetime) -> Outcome:
    """What was filled in becomes a draft with a preview, or comes back with the field that needs another look."""
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    view, me = _as_lived(*met, now), met[1].person_id
    if tx.places.of_kind(command.community_id, PlaceKind.HELP) is None:
        tx.settle(Settlement(command.community_id, command.origin, now, me))
        return _not_set_up(tx, view, command.values.get("what", ""))
    known = tx.drafts.of(command.community_id, me)
    try:
        form = forms.fill(_completed(tx, command, known), now, view.community)
    except BadText as no:
        tx.settle(Settlement(command.community_id, command.origin, now, me))
        return Outcome(f"refused: {no.message}", form=_once_more(view, command, no))
    _forget(tx, known, now)
    draft = _keep(tx, view.community, me, form, command.number, now)
    tx.settle(Settlement(command.community_id, command.origin, now, me))
    return Outcome("preview", say("preview", _preview(tx, view, draft), {"draft": draft.id}))


def _as_lived(community: Community, member: Member, now: datetime) -> View:
    """For the asker, in the community as they live in it."""
    return views.to_member(hours.as_lived(community, member.timezone), member, now)


def _completed(tx: Tx, command: SaveDraft, draft: Draft | None) -> dict[str, str]:
    """What was said on the preview stays said: no form asks for it."""
    request = tx.requests.find(command.community_id, command.number) if command.number is not None else None
    known = draft.form if draft is not None and draft.edits == command.number else request
    is_heavy = known is not None and known.is_heavy
    return {forms.HEAVY: forms.YES if is_heavy else forms.NO, **command.values}


def _once_more(view: View, command: SaveDraft, no: BadText) -> FormView:
    return form_view(view, command.values, command.number, {no.field: sentence(view, no.message, no.facts)})


def _keep(tx: Tx, community: Community, me: PersonId, form: Form, edits: Number | None, now: datetime) -> Draft:
    """One draft a person: a new one takes the place of the old."""
    expires_at = now + community.policy.draft_life
    words_id = tx.words.put(community.id, Words(form.typed | {"by": me}), expires_at)
    draft = Draft(community.id, DraftId(tx.new_id()), me, form, expires_at, words_id, edits)
    tx.drafts.save(draft)
    return draft


def _forget(tx: Tx, draft: Draft | None, now: datetime) -> None:
    if draft is not None:
        tx.words.purge_after(draft.community_id, draft.words_id, now)
        tx.drafts.discard(draft)


def _preview(tx: Tx, view: View, draft: Draft) -> View:
    """As everybody else would see it, but for our own words: those are for the asker."""
    community, now = view.community, view.now
    known = tx.requests.find(community.id, draft.edits) if draft.edits is not None else None
    if known is not None and _why_not_editable(known, draft.person_id) is None:
        edited = requests.edit(known, draft.form, draft.words_id, now, community)
        request = replace(edited, claims=(), hidden_at=None)
    else:
        request = requests.post(draft, draft.edits or NOT_YET, now, community)
    shown = views.of_request(tx, community, request, None, now, typed=Words(draft.form.typed))
    return replace(shown, language=view.language, timezone=view.timezone)


def edit_draft(tx: Tx, command: OnDraft, now: datetime) -> Outcome:
    view = _meet(tx, command, now)
    draft = _mine(tx, command, view.reader_id, now)
    if draft is None:
        return Outcome("refused: draft_gone", say("draft_gone", view, {}))
    values = forms.values_of(draft.form, view.community)
    return Outcome("form", form=form_view(view, values, draft.edits, {}, is_filled=True))


def choose_wanted(tx: Tx, command: OnDraft, now: datetime) -> Outcome:
    """How many people, chosen on the preview where the form has no room for it. `value` is the count."""
    return _choose(tx, command, "wanted", now)


def choose_heavy(tx: Tx, command: OnDraft, now: datetime) -> Outcome:
    """Whether it is a heavy topic: nobody is asked, whoever likes says so on the preview. `value` is yes or no."""
    return _choose(tx, command, forms.HEAVY, now)


def _choose(tx: Tx, command: OnDraft, name: str, now: datetime) -> Outcome:
    view = _meet(tx, command, now)
    draft = _mine(tx, command, view.reader_id, now)
    if draft is None:
        return Outcome("refused: draft_gone", say("draft_gone", view, {}))
    values = {**forms.values_of(draft.form, view.community), name: command.value}
    try:
        form = forms.fill(values, now, view.community)
    except BadText as no:
        return Outcome(f"refused: {no.message}", say(no.message, view, no.facts))
    changed = replace(draft, form=form)
    tx.drafts.save(changed)
    return Outcome("preview", say("preview", _preview(tx, view, changed), {"draft": draft.id}))


def _meet(tx: Tx, command: OnDraft, now: datetime) -> View:
    return _as_lived(*meet_member(tx, command, now), now)


def _mine(tx: Tx, command: OnDraft, me: PersonId | None, now: datetime) -> Draft | None:
    draft = tx.drafts.find(command.community_id, command.draft_id)
    return draft if draft is not None and draft.person_id == me and draft.expires_at > now else None


def discard_draft(tx: Tx, command: OnDraft, now: datetime) -> Outcome:
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    view, me = views.to_member(*met, now), met[1].person_id
    _forget(tx, _mine(tx, command, me, now), now)
    tx.settle(Settlement(command.community_id, command.origin, now, me))
    return Outcome("discarded", say("discarded", view, {}))


def post_draft(tx: Tx, command: OnDraft, now: datetime) -> Outcome:
    """The preview is what others see from now on: a new request, or the changed one."""
    met = tx.receive(command.community_id, command.actor, command.origin, now)
    if met is None:
        return REPEATED
    view, me = _as_lived(*met, now), met[1].person_id
    draft = _mine(tx, command, me, now)
    try:
        if draft is None:
            raise Refused("draft_gone")
        if draft.edits is not None:
            return _change(tx, command, view, draft)
        return _post(tx, command, view, draft)
    except Refused as no:
        tx.settle(Settlement(command.community_id, command.origin, now, me))
        return Outcome(f"refused: {no.message}", say(no.message, view, no.facts))


def _post(tx: Tx, command: OnDraft, view: View, draft: Draft) -> Outcome:
    community, now = view.community, view.now
    if tx.places.of_kind(community.id, PlaceKind.HELP) is None:
        tx.settle(Settlement(community.id, command.origin, now, draft.person_id))
        shown = say("not_posted_yet", _preview(tx, view, draft), {"draft": draft.id})
        return Outcome("refused: not_posted_yet", shown)
    request = requests.post(draft, tx.requests.next_number(community.id), now, community)
    if tx.matching.are_volunteers(community.id):
        request = matching.begin(request, now, community.policy)
    tx.drafts.discard(draft)
    (saved,) = save(tx, community, (Moved("post", None, request),), now, command.origin, draft.person_id)
    return Outcome("post", say("posted", replace(view, request=saved), {}))


def _change(tx: Tx, command: OnDraft, view: View, draft: Draft) -> Outcome:
    community, now = view.community, view.now
    before = tx.requests.find(community.id, draft.edits or NOT_YET)
    if before is None or _why_not_editable(before, draft.person_id) is not None:
        raise Refused(_why_not_editable(before, draft.person_id) or "no_such_request")
    after = requests.edit(before, draft.form, draft.words_id, now, community)
    after, are_parts_kept = carried_over(after, parts_of(tx, before), parts_of(tx, after))
    asks = _asks_again(tx, before, after, draft) or not are_parts_kept
    tx.drafts.discard(draft)
    posts = tuple(
        Post(
            "edited_told",
            after.number,
            reader_id=claim.helper_id,
            facts={"asks": "yes" if asks else ""},
            premise=Holds.CLAIMED_BY_READER,
        )
        for claim in after.active
    )
    if after.is_hidden:
        posts = (*posts, Post("care_edited", after.number, place=PlaceKind.CARE, premise=Holds.HIDDEN))
    (saved,) = save(tx, community, (Moved("edit", before, after),), now, command.origin, draft.person_id, posts)
    return Outcome("edit", say("edited", replace(view, request=saved), {}))


def _asks_again(tx: Tx, before: Request, after: Request, draft: Draft) -> bool:
    """A changed when or where asks the helpers whether it still suits them."""
    where = tx.words.get(before.community_id, before.words_id).get("where")
    return before.needed_by != after.needed_by or where != draft.form.where
