"""What Discord shows of the commands before anything is said: in German, Spanish and French besides English.

The names of commands stay as they are everywhere, because our sentences call them so. What a person typed arrives
under the English names whatever language they read.
"""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH = ("en-US", "en-GB")
"""Our own language has its own keys: Discord otherwise shows a related one that is there instead of the default."""
LANGUAGES = (("de",), ("es-ES", "es-419"), ("fr",))
"""In the order of the table; who reads the Spanish of Latin America reads the same words."""

TABLE: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        # What the commands do
        "Ask for help; only you see the form, and you read it before others do": (
            "Um Hilfe bitten; nur du siehst das Formular und liest alles, bevor andere es lesen",
            "Pide ayuda; solo tú ves el formulario y lo lees antes que los demás",
            "Demander de l’aide ; toi seul·e vois le formulaire et le relis avant les autres",
        ),
        "See where a hand is wanted": (
            "Sehen, wo eine helfende Hand gesucht wird",
            "Mira dónde hace falta una mano",
            "Voir où un coup de main est attendu",
        ),
        "Your requests and what you took on, each with its next moves": (
            "Deine Bitten und was du übernommen hast, mit dem, was als Nächstes möglich ist",
            "Tus peticiones y lo que has asumido, cada una con sus próximos pasos",
            "Tes demandes et ce que tu as pris en charge, avec la suite possible",
        ),
        "Take a request on": ("Eine Bitte übernehmen", "Hazte cargo de una petición", "Prendre une demande en charge"),
        "Hand it back; that is help too": (
            "Eine Bitte zurückgeben; auch das hilft",
            "Devuelve una petición; eso también ayuda",
            "Rendre une demande ; cela aide aussi",
        ),
        "Say that help was given": (
            "Sagen, dass geholfen wurde",
            "Di que la ayuda llegó",
            "Dire que l’aide a été donnée",
        ),
        "Take your request back": ("Deine Bitte zurückziehen", "Retira tu petición", "Retirer ta demande"),
        "What is possible here": ("Was hier möglich ist", "Qué se puede hacer aquí", "Ce qui est possible ici"),
        "What I hold about you; see it all, or be forgotten": (
            "Was ich über dich weiß; alles ansehen oder vergessen werden",
            "Qué guardo sobre ti; míralo todo o pide que te olvide",
            "Ce que je garde sur toi ; tout voir, ou être oublié·e",
        ),
        "How this community is set up": (
            "Wie diese Gemeinschaft eingerichtet ist",
            "Cómo está organizada esta comunidad",
            "Comment cette communauté est organisée",
        ),
        "Look after a request": ("Sich um eine Bitte kümmern", "Ocúpate de una petición", "S’occuper d’une demande"),
        "Close a request": ("Eine Bitte schließen", "Cierra una petición", "Fermer une demande"),
        "Let a request look for somebody else": (
            "Für eine Bitte jemand anderen suchen",
            "Busca a otra persona para una petición",
            "Chercher quelqu’un d’autre pour une demande",
        ),
        "Ask for help with this": ("Damit um Hilfe bitten", "Pedir ayuda con esto", "Demander de l’aide pour ceci"),
        "Thank this helper": ("Danke sagen", "Dar las gracias", "Dire merci"),
        "What happened with a request, without names": (
            "Was mit einer Bitte geschehen ist, ohne Namen",
            "Qué pasó con una petición, sin nombres",
            "Ce qui s’est passé pour une demande, sans noms",
        ),
        # What they ask for
        "number": ("nummer", "número", "numéro"),
        "The number on the card, like 12": (
            "Die Nummer auf der Karte, zum Beispiel 12",
            "El número de la tarjeta, por ejemplo 12",
            "Le numéro sur la carte, par exemple 12",
        ),
        "what": ("was", "qué", "quoi"),
        "What would help? You can also write it in the form": (
            "Was würde helfen? Du kannst es auch ins Formular schreiben",
            "¿Qué ayudaría? También puedes escribirlo en el formulario",
            "Qu’est-ce qui aiderait ? Tu peux aussi l’écrire dans le formulaire",
        ),
        "kind": ("art", "tipo", "type"),
        "Only this kind of help": ("Nur diese Art von Hilfe", "Solo este tipo de ayuda", "Seulement ce type d’aide"),
        "page": ("seite", "página", "page"),
        "Which page of the board": ("Welche Seite der Liste", "Qué página del tablón", "Quelle page du tableau"),
        "reason": ("grund", "motivo", "raison"),
        "Why; whoever is part of it reads this": (
            "Warum; wer beteiligt ist, liest es",
            "Por qué; quienes participan lo leen",
            "Pourquoi ; les personnes concernées le lisent",
        ),
        # What can be chosen
        "Practical help": ("Praktische Hilfe", "Ayuda práctica", "Aide pratique"),
        "Information or advice": ("Wissen oder Rat", "Información o consejo", "Information ou conseil"),
        "Someone to listen": ("Jemand, der zuhört", "Alguien que escuche", "Quelqu’un pour écouter"),
        "Help with money or goods": (
            "Hilfe mit Geld oder Sachen",
            "Ayuda con dinero o cosas",
            "Aide en argent ou en objets",
        ),
    }
)


def translated(text: str) -> dict[str, str]:
    """By language. Raises KeyError for what nobody has translated yet."""
    return _in_each(text, TABLE[text])


def untranslated(name: str) -> dict[str, str]:
    """The name of a command, which is the same for everybody."""
    return _in_each(name, (name,) * len(LANGUAGES))


def _in_each(text: str, others: tuple[str, ...]) -> dict[str, str]:
    said = dict.fromkeys(ENGLISH, text)
    for languages, words in zip(LANGUAGES, others, strict=True):
        said |= dict.fromkeys(languages, words)
    return said
