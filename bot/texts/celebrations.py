"""Thanks: asked in private, said only with everybody's yes, taken down as easily."""

from bot.model.ids import Number, WordsId
from bot.model.requests import Consent
from bot.model.view import View
from bot.model.wording import Accent, Choice, Typed, Wording
from bot.rules.naming import stricter
from bot.texts.parts import Facts, choose, line, of, one


def consent_kept(view: View, facts: Facts) -> Wording:
    request = of(view)
    if facts.get("level") == Consent.NOTHING.value:
        return one(f"Nothing is said in public about #{request.number}. That is perfectly fine.")
    if view.reader_id == request.asker_id and not view.thanks.get("thanks"):
        return _ask_for_words(view)
    return Wording((line(_what_happens(view), choices=(_take_back(view),)),), Accent.WARM)


def _ask_for_words(view: View) -> Wording:
    number = of(view).number
    said = (
        "Thank you. Would you like to write a line for others to read? A sentence is plenty. "
        "Just write it to me here, or leave it."
    )
    return Wording(
        (line(said, choices=(choose("skip_thanks", number, "No words needed"), _take_back(view))),),
        Accent.WARM,
    )


def thanks_asked(view: View, facts: Facts) -> Wording:
    return _ask_for_words(view)


def thanks_preview(number: Number, words_id: WordsId, text: str) -> Wording:
    """Nothing that was typed in private becomes public without having been read once more."""
    choices = (
        choose("say_thanks", number, "Yes, say it like this", words_id),
        choose("ask_thanks", number, "Write it differently"),
        choose("skip_thanks", number, "No words needed"),
    )
    return Wording((line("This is what others will read:"), line("“", Typed(text), "”", choices=choices)), Accent.WARM)


def thanks_kept(view: View, facts: Facts) -> Wording:
    return Wording(
        (line("Thank you, that is kindly said. ", _what_happens(view), choices=(_take_back(view),)),),
        Accent.WARM,
    )


def thanks_skipped(view: View, facts: Facts) -> Wording:
    return one("That is fine. Your yes is kept, and you can take it back whenever you like.", _take_back(view))


def _what_happens(view: View) -> str:
    if stricter(of(view)) is Consent.NOTHING:
        return "It becomes public once everybody who took part has said yes, and not before."
    return "It is up for others to read. You can take it back whenever you like."


def _take_back(view: View) -> Choice:
    number = of(view).number
    return choose("consent", number, f"Nothing in public after all (#{number})", Consent.NOTHING.value)


MESSAGES = {
    "consent_kept": consent_kept,
    "thanks_kept": thanks_kept,
    "thanks_skipped": thanks_skipped,
    "thanks_asked": thanks_asked,
}
