"""Asking: the form, the preview, and what happens next."""

from dataclasses import replace

from bot.model.ids import Number
from bot.model.outcome import FieldKind, FormField, FormView
from bot.model.places import Community
from bot.model.policy import Kind, Urgency
from bot.model.requests import Naming
from bot.model.view import View
from bot.model.wording import Accent, Paragraph, Strong, Typed, Wording
from bot.rules.forms import WHAT_LIMIT, WHERE_LIMIT
from bot.texts import refusals
from bot.texts.cards import body
from bot.texts.parts import KINDS, Facts, choose, line, of, one

KEPT_WORDS = "Here is what you wrote, so that nothing is lost:"
_KIND_OPTIONS = {
    Kind.PRACTICAL: "Practical: errands, rides, childcare",
    Kind.INFORMATIONAL: "Informational: knowledge, advice, where to turn",
    Kind.EMOTIONAL: "Emotional: someone to listen",
    Kind.FINANCIAL: "Financial: money, goods, sharing costs",
}
_URGENCY_OPTIONS = {
    Urgency.TODAY: "Today",
    Urgency.TOMORROW: "Tomorrow",
    Urgency.THIS_WEEK: "This week",
    Urgency.NO_RUSH: "No rush",
    Urgency.BY_DATE: "By a date",
}
_NAMING_OPTIONS = {
    Naming.HELPER: "My name to my helper only",
    Naming.ALL: "My name to everybody here",
}


def form(
    community: Community, values: Facts, number: int | None, errors: Facts, *, is_filled: bool = False
) -> FormView:
    """The form, filled with what was typed; `errors` maps field names to sentences."""
    fields = tuple(_filled(field, values, errors) for field in _fields(community))
    title = "What would help?" if number is None else f"Change #{number}"
    intro = "Only you can see this. You read it once more before anybody else does."
    changes = None if number is None else Number(number)
    return FormView(title, intro, fields, "Show me how it looks", changes, is_filled=is_filled)


def _filled(field: FormField, values: Facts, errors: Facts) -> FormField:
    value = values.get(field.name, field.value)
    return FormField(
        field.name,
        field.label,
        field.kind,
        field.hint,
        field.limit,
        field.options,
        value,
        errors.get(field.name, ""),
        field.is_optional,
    )


def _fields(community: Community) -> tuple[FormField, ...]:
    kinds = tuple((kind.value, _KIND_OPTIONS[kind]) for kind in Kind if kind in community.policy.kinds)
    urgencies = tuple((urgency.value, label) for urgency, label in _URGENCY_OPTIONS.items())
    namings = tuple((naming.value, label) for naming, label in _NAMING_OPTIONS.items())
    return (
        FormField("kind", "Kind of help", FieldKind.CHOICE, options=kinds, value=kinds[0][0] if kinds else ""),
        FormField("what", "What would help?", FieldKind.LONG_TEXT, _WHAT_HINT, WHAT_LIMIT),
        FormField("when", "When?", FieldKind.CHOICE, options=urgencies, value=Urgency.THIS_WEEK.value),
        FormField("by", "Which date?", FieldKind.DATE, "Only for “By a date”.", is_optional=True),
        FormField("where", "Roughly where?", FieldKind.TEXT, _WHERE_HINT, WHERE_LIMIT, is_optional=True),
        FormField("wanted", "How many people?", FieldKind.NUMBER, "One is usual.", 2, value="1"),
        FormField("naming", "Who may see your name?", FieldKind.CHOICE, options=namings, value=Naming.HELPER.value),
    )


_WHAT_HINT = "One thing, in your own words. Small is fine. Please no addresses, phone numbers or bank details."
_WHERE_HINT = "An area is enough, never an address."


def preview(view: View, facts: Facts) -> Wording:
    name = "Your name is shown to your helper only." if of(view).asker_id not in view.names else "Your name is shown."
    draft = facts["draft"]
    people = of(view).wanted
    choices = (
        choose("post_draft", of(view).number, "Post it", draft),
        choose("edit_draft", of(view).number, "Change it", draft),
        choose("discard_draft", of(view).number, "Cancel", draft),
    )
    return Wording(
        (
            line("This is all that others will see:"),
            line(Strong(f"{KINDS[of(view).kind]} wanted")),
            *body(view),
            line(f"For {people} {'person' if people == 1 else 'people'}. {name}", choices=choices),
        ),
        Accent.OPEN,
    )


def not_posted_yet(view: View, facts: Facts) -> Wording:
    """The place was lost while somebody wrote. The draft is still there, and so are its buttons."""
    said = (
        "The place where requests are read is gone at the moment, so nothing is posted yet. What you wrote is kept: "
        "please press “Post it” again a little later."
    )
    shown = preview(view, facts)
    return replace(shown, paragraphs=(line(said), *shown.paragraphs))


def posted(view: View, facts: Facts) -> Wording:
    number = of(view).number
    return Wording(
        (
            line("Thank you for asking. ", Strong(f"#{number}"), " is up for others to see."),
            line(
                "What happens next: as soon as somebody takes it on, I tell you here in private. "
                "If nobody is free in two days, I come back to you.",
                choices=(
                    choose("edit", number, f"Change #{number}"),
                    choose("withdraw", number, f"Withdraw #{number}"),
                ),
            ),
        ),
        Accent.OPEN,
    )


def edited(view: View, facts: Facts) -> Wording:
    return one(f"#{of(view).number} is changed. Whoever is on it hears about it.")


def edited_told(view: View, facts: Facts) -> Wording:
    """To a helper. A changed when or where asks them again."""
    number = of(view).number
    asks = facts.get("asks") == "yes"
    choices = (
        choose("on_it", number, f"Still fine, I'm on #{number}"),
        choose("release", number, f"Hand #{number} back"),
    )
    question = "The time or the place is different now. Does it still suit you?" if asks else "You need do nothing."
    return Wording(
        (
            line("The person who asked for ", Strong(f"#{number}"), " changed it. It now says:"),
            *body(view),
            line(question, choices=choices if asks else ()),
        )
    )


def discarded(view: View, facts: Facts) -> Wording:
    return one("Nothing was posted, and nobody saw it. You can start again whenever you like.")


def draft_gone(view: View, facts: Facts) -> Wording:
    return one(
        "That draft is no longer here: it was posted, put away, or older than a day. /myhelp shows what is yours."
    )


def handed_back(message: str, facts: Facts, typed: str) -> Wording:
    """A refusal of typed text, with the text: nothing that somebody wrote is lost."""
    said = refusals.sentence(message, facts)
    kept: tuple[Paragraph, ...] = ()
    if typed.strip():
        kept = (line(KEPT_WORDS), line(Typed(typed)))
    return Wording((line(said), *kept))


MESSAGES = {
    "preview": preview,
    "not_posted_yet": not_posted_yet,
    "posted": posted,
    "edited": edited,
    "edited_told": edited_told,
    "discarded": discarded,
    "draft_gone": draft_gone,
}
