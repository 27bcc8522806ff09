"""Forms where people only talk: opened, answered field by field, and handed in like any other form."""

from dataclasses import replace
from datetime import datetime

from bot.commands.values import Ask, FreeText, SaveDraft, Settings
from bot.errors import BadText
from bot.model.changes import Settlement
from bot.model.conversations import ANY_FIELD, Conversation
from bot.model.ids import CommunityId, PersonId
from bot.model.outcome import FieldKind, FormAbout, FormField, FormView, Outcome
from bot.model.people import Account
from bot.model.places import Community
from bot.model.policy import Urgency
from bot.model.requests import Words
from bot.model.view import View
from bot.ports import Tx
from bot.rules import conversations as rules
from bot.rules import forms, hours, numbers, typed
from bot.rules import policy as clocks
from bot.rules import volunteers as offers
from bot.texts import conversations as texts
from bot.texts.forms import form as request_form
from bot.texts.numbers import numbers_form
from bot.texts.own_hours import form as own_hours_form
from bot.texts.policy import zone_form
from bot.texts.refusals import sentence
from bot.texts.volunteers import form as volunteer_form
from bot.usecases import forms as asking
from bot.usecases import own_hours, policy, views, volunteers
from bot.usecases.settling import meet

_BY = "by"
"""Whose words they are. A field of that name is kept under another one."""
_DATE = "by_date"
_WHEN = "when"
Values = dict[str, str]


def begin(tx: Tx, community: Community, me: PersonId, form: FormView, now: datetime) -> Outcome:
    """The first question. A form that was open before is replaced by this one."""
    earlier = tx.conversations.open_for(community.id, me, now)
    if earlier is not None:
        _end(tx, earlier, now)
    view = views.bare(tx, community, me, now)
    form, (asking, *rest) = _looked_at(view, form, rules.to_ask(form))
    expires_at = now + community.policy.draft_life
    words_id = tx.words.put(community.id, _kept(me, {field.name: field.value for field in form.fields}), expires_at)
    talk = Conversation(community.id, me, form.about, form.number, asking, tuple(rest), words_id, expires_at)
    tx.conversations.keep(talk)
    return _ask(view, talk, form, is_first=earlier is None or earlier.about is not form.about)


def _looked_at(view: View, form: FormView, names: tuple[str, ...]) -> tuple[FormView, tuple[str, ...]]:
    """What was typed after the command is looked at before anything is asked: nobody answers everything in vain."""
    field = rules.field_of(form, "what")
    if field is None or not field.value or field.error or "what" in names:
        return form, names
    try:
        typed.require("what", field.value, forms.WHAT_LIMIT)
    except BadText as no:
        wrong = replace(field, error=sentence(view, no.message, no.facts))
        fields = tuple(wrong if each is field else each for each in form.fields)
        return replace(form, fields=fields), ("what", *names)
    return form, names


def is_setup(tx: Tx, who: tuple[CommunityId, Account], now: datetime) -> bool:
    """Whether what they say next is about how the community is set up."""
    community_id, account = who
    person = tx.people.person_of(account)
    talk = tx.conversations.open_for(community_id, person, now) if person is not None else None
    return talk is not None and (talk.about in numbers.PAGES or talk.about is FormAbout.ZONE)


def resume(tx: Tx, community: Community, me: PersonId, now: datetime) -> Outcome | None:
    """The question that a form about a request stopped at, if one is open."""
    talk = tx.conversations.open_for(community.id, me, now)
    if talk is None or talk.about is not FormAbout.REQUEST:
        return None
    view = views.bare(tx, community, me, now)
    return _ask(view, talk, _form(view, talk, _values(tx, talk), {}), is_first=True)


def answer(tx: Tx, talk: Conversation, command: FreeText, now: datetime) -> Outcome:
    """The next question, the form once more, or what comes of it when it is complete."""
    view = views.bare(tx, tx.communities.get(talk.community_id), talk.person_id, now)
    if texts.means(view.language, command.text, texts.CANCEL):
        _end(tx, talk, now)
        return _settled(tx, talk, command, Outcome("cancelled", texts.cancelled(view)), now)
    values = _values(tx, talk)
    form = _form(view, talk, values, {})
    if talk.asking == ANY_FIELD:
        return _settled(tx, talk, command, _choose_field(tx, view, talk, form, command.text), now)
    field = rules.field_of(form, talk.asking)
    assert field is not None, "a form is asked for its own fields"
    return _take(tx, view, talk, field, command, values)


def ask_once_more(tx: Tx, talk: Conversation, command: FreeText, now: datetime) -> Outcome:
    """Nothing is taken: what was typed may answer something else."""
    view = views.bare(tx, tx.communities.get(talk.community_id), talk.person_id, now)
    asked = _ask(view, talk, _form(view, talk, _values(tx, talk), {}))
    assert asked.wording is not None, "a question has words"
    again = Outcome("asked once more", texts.once_more(view, asked.wording))
    return _settled(tx, talk, command, again, now)


def fill(tx: Tx, command: FreeText, now: datetime) -> Outcome:
    """A choice of a question was pressed; its text is "field=value". Old questions are over."""
    name, _, value = command.text.partition("=")
    person = tx.people.person_of(command.actor.account)
    talk = tx.conversations.open_for(command.community_id, person, now) if person is not None else None
    if talk is None or name != talk.asking:
        met = meet(tx, Ask(command.actor, command.community_id, command.origin), now)
        return Outcome("over", texts.over(views.bare(tx, *met, now)))
    return answer(tx, talk, replace(command, text=value), now)


def may_be_time(tx: Tx, talk: Conversation, text: str, now: datetime) -> bool:
    """Also where a few answers are offered, and it is none of them."""
    if talk.asking != _WHEN:
        return talk.asking == forms.BY
    view = views.bare(tx, tx.communities.get(talk.community_id), talk.person_id, now)
    field = rules.field_of(_form(view, talk, {}, {}), _WHEN)
    return field is not None and _read(view, field, text) is None


def _take(tx: Tx, view: View, talk: Conversation, field: FormField, command: FreeText, values: Values) -> Outcome:
    value = _read(view, field, command.text)
    if value is None and field.name == _WHEN and _is_date(view, command.text):
        value, values = Urgency.BY_DATE.value, {**values, forms.BY: command.text.strip()}
        talk = replace(talk, rest=tuple(name for name in talk.rest if name != forms.BY))
    filled = rules.answered(field.name, value or "", values)
    if value is None:
        is_one = field.kind is FieldKind.CHOICE
        error = sentence(view, "choose_one" if is_one else "choose_some", {"field": field.name})
    else:
        error = _mistake(view, talk, field.name, filled)
    if error:
        form = _form(view, talk, values | {field.name: command.text}, {field.name: error})
        return _settled(tx, talk, command, _ask(view, talk, form, stands_above=True), view.now)
    is_dated = field.name == _WHEN and filled.get(forms.BY) == command.text.strip()
    rest = talk.rest if is_dated else rules.follow(field.name, filled[field.name], talk.rest)
    tx.words.replace(talk.community_id, talk.words_id, _kept(talk.person_id, filled))
    if not rest:
        return _hand_in(tx, talk, command, filled, view.now)
    following = replace(talk, asking=rest[0], rest=rest[1:])
    tx.conversations.keep(following)
    return _settled(tx, talk, command, _ask(view, following, _form(view, talk, filled, {})), view.now)


def _is_date(view: View, text: str) -> bool:
    """A day or a moment that is still to come."""
    try:
        forms.fill_by(text, view.now, hours.as_lived(view.community, view.timezone))
    except BadText:
        return False
    return True


def _read(view: View, field: FormField, text: str) -> str | None:
    """None if it is none of the possibilities."""
    if field.is_optional and (text.strip() == "-" or texts.means(view.language, text, texts.SKIP)):
        return ""
    match field.kind:
        case FieldKind.CHOICE:
            return rules.chosen(field, text)
        case FieldKind.CHOICES:
            return rules.chosen_several(field, text)
        case _:
            return text


def _mistake(view: View, talk: Conversation, name: str, values: Values) -> str:
    """What is wrong with this field; what is wrong with others is said when they are asked for."""
    try:
        match talk.about:
            case page if page in numbers.PAGES:
                numbers.with_numbers(view.community.policy, values, page)
            case FormAbout.ZONE:
                clocks.zone(values.get("zone", ""))
            case FormAbout.VOLUNTEER:
                offers.fill(values, view.community.policy)
            case FormAbout.OWN_HOURS:
                clocks.own_hours(values, view.community.policy)
            case _:
                forms.fill(values, view.now, hours.as_lived(view.community, view.timezone))
    except BadText as no:
        return sentence(view, no.message, no.facts) if no.field == name else ""
    return ""


def _hand_in(tx: Tx, talk: Conversation, command: FreeText, values: Values, now: datetime) -> Outcome:
    _end(tx, talk, now)
    who = command.actor, command.community_id, command.origin
    match talk.about:
        case page if page in numbers.PAGES:
            return policy.set_numbers(tx, Settings(*who, values, page), now)
        case FormAbout.ZONE:
            return policy.set_zone(tx, Settings(*who, values), now)
        case FormAbout.VOLUNTEER:
            return volunteers.enlist(tx, Settings(*who, values), now)
        case FormAbout.OWN_HOURS:
            return own_hours.set_hours(tx, Settings(*who, values), now)
        case _:
            return asking.save_draft(tx, SaveDraft(*who, values, talk.number), now)


def _choose_field(tx: Tx, view: View, talk: Conversation, form: FormView, text: str) -> Outcome:
    field = rules.field_of(form, text) or rules.field_meant(form, text)
    if field is None:
        return _ask(view, talk, form)
    chosen = replace(talk, asking=field.name)
    tx.conversations.keep(chosen)
    return _ask(view, chosen, form)


def _ask(
    view: View, talk: Conversation, form: FormView, *, is_first: bool = False, stands_above: bool = False
) -> Outcome:
    if talk.asking == ANY_FIELD:
        return Outcome("which field", texts.which(view, form))
    field = rules.field_of(form, talk.asking)
    assert field is not None, "a form is asked for its own fields"
    return Outcome(f"asked: {field.name}", texts.ask(view, form, field, is_first=is_first, stands_above=stands_above))


def _form(view: View, talk: Conversation, values: Values, errors: Values) -> FormView:
    match talk.about:
        case page if page in numbers.PAGES:
            return numbers_form(view, values, errors, page)
        case FormAbout.ZONE:
            return zone_form(view, values, errors)
        case FormAbout.VOLUNTEER:
            return volunteer_form(view, values, errors, is_filled=False)
        case FormAbout.OWN_HOURS:
            return own_hours_form(view, values, errors, is_filled=True)
        case _:
            return request_form(view, values, talk.number, errors)


def _end(tx: Tx, talk: Conversation, now: datetime) -> None:
    tx.conversations.end(talk)
    tx.words.purge_after(talk.community_id, talk.words_id, now)


def _settled(tx: Tx, talk: Conversation, command: FreeText, outcome: Outcome, now: datetime) -> Outcome:
    tx.settle(Settlement(talk.community_id, command.origin, now, talk.person_id))
    return outcome


def _kept(me: PersonId, values: Values) -> Words:
    typed = {(_DATE if name == _BY else name): value for name, value in values.items() if value}
    return Words(typed | {_BY: me})


def _values(tx: Tx, talk: Conversation) -> Values:
    kept = tx.words.get(talk.community_id, talk.words_id).fields
    return {(_BY if name == _DATE else name): value for name, value in kept.items() if name != _BY}
