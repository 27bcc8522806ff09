"""Thanks: asked in private, said only with everybody's yes, taken down as easily."""

from bot.model.claims import Consent
from bot.model.ids import Number, WordsId
from bot.model.view import View
from bot.model.wording import Accent, Choice, Span, Typed, Wording
from bot.rules.naming import stricter
from bot.texts.parts import Facts, choose, line, message, of, one, said, together
from bot.texts.thanks import word


def consent_kept(view: View, facts: Facts) -> Wording:
    request = of(view)
    if facts.get("level") == Consent.NOTHING.value:
        return one(view, "Nothing is said in public about #{number}. That is perfectly fine.", *word(view))
    if view.reader_id == request.asker_id and not view.thanks.get("thanks"):
        return thanks_asked(view, facts)
    return message(view, together(_what_happens(view), choices=(_take_back(view),)), accent=Accent.WARM)


def thanks_asked(view: View, facts: Facts) -> Wording:
    return one(
        view,
        "Thank you. Would you like to write a line for others to read? A sentence is plenty. "
        "Just write it to me here, or leave it.",
        choose(view, "skip_thanks", "No words needed"),
        *word(view),
        _take_back(view),
        accent=Accent.WARM,
    )


def thanks_preview(view: View, number: Number, words_id: WordsId, text: str) -> Wording:
    """Nothing that was typed in private becomes public without having been read once more."""
    choices = (
        choose(view, "say_thanks", "Yes, say it like this", words_id, number=number),
        choose(view, "ask_thanks", "Write it differently", number=number),
        choose(view, "skip_thanks", "No words needed", number=number),
    )
    words = line(view, "“{words}”", *choices, words=Typed(text))
    return message(view, line(view, "This is what others will read:"), words, accent=Accent.WARM)


def thanks_kept(view: View, facts: Facts) -> Wording:
    kept = together(said(view, "Thank you, that is kindly said."), _what_happens(view), choices=(_take_back(view),))
    return message(view, kept, accent=Accent.WARM)


def thanks_skipped(view: View, facts: Facts) -> Wording:
    return one(view, "That is fine. Your yes is kept, and you can take it back whenever you like.", _take_back(view))


def _what_happens(view: View) -> tuple[Span, ...]:
    if stricter(of(view)) is Consent.NOTHING:
        return said(view, "It becomes public once everybody who took part has said yes, and not before.")
    return said(view, "It is up for others to read. You can take it back whenever you like.")


def _take_back(view: View) -> Choice:
    return choose(view, "consent", "Nothing in public after all (#{number})", Consent.NOTHING.value)


MESSAGES = {
    "consent_kept": consent_kept,
    "thanks_kept": thanks_kept,
    "thanks_skipped": thanks_skipped,
    "thanks_asked": thanks_asked,
}
