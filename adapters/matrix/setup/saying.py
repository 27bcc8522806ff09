"""How the setup says it: paragraphs and choices, in the reader's language. Names of rooms stay as they were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.matrix.preferences import Threads
from adapters.matrix.setup import moves, texts
from adapters.matrix.setup.looking import Open, Seen
from adapters.matrix.setup.needs import ADMIN, Lack, level_of
from adapters.matrix.setup.power import ABOVE_ALL, MODERATOR
from bot.model.ids import Number
from bot.model.language import Language
from bot.model.places import PlaceKind
from bot.model.wording import Choice, Paragraph, Plain, Span, Strong, Typed, Wording
from bot.texts.languages import by_count, translated
from bot.texts.parts import Value, spans, together

_TRANSLATIONS = Path(__file__).parent / "languages"


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to one reader. `us` is how we are found when somebody invites us."""

    language: Language
    us: str

    # The means

    def said(self, english: str, **values: Value) -> tuple[Span, ...]:
        return spans(translated(self.language, english, _TRANSLATIONS), values.get)

    def phrase(self, english: str, **values: str) -> str:
        return translated(self.language, english, _TRANSLATIONS).format_map(values)

    def line(self, english: str, *choices: Choice, **values: Value) -> Paragraph:
        return Paragraph(self.said(english, **values), choices)

    def about(self, english: str, seen: Seen, *more: tuple[Span, ...]) -> Paragraph:
        return together(self.said(english, room=Typed(seen.name)), *more)

    def choose(self, move: str, english: str, value: str = "", **values: str) -> Choice:
        return Choice(move, Number(0), self.phrase(english, **values), value)

    def message(self, *paragraphs: Paragraph) -> Wording:
        return Wording(paragraphs, language=self.language)

    # How things are set up

    def place(self, kind: PlaceKind, name: str | None) -> Paragraph:
        """`name` is None where none is chosen."""
        other = self.choose(moves.PLACE, texts.CHOOSE_PLACE[kind], kind.value)
        if name is None:
            return self.line(texts.READ_NOWHERE[kind], other)
        return self.line(texts.READ_IN[kind], other, room=Typed(name))

    def volunteers(self, name: str | None) -> Paragraph:
        """`name` is None where everybody may."""
        other = self.choose(moves.VOLUNTEERS, texts.CHOOSE_VOLUNTEERS)
        if name is None:
            return self.line(texts.EVERYBODY_MAY, other)
        return self.line(texts.ONLY_THEY_MAY, other, room=Typed(name))

    def threads(self, now: Threads) -> Paragraph:
        value = Threads.PUBLIC if now is Threads.NONE else Threads.NONE
        return self.line(texts.THREADS[now], self.choose(moves.THREADS, texts.OTHER_THREADS[now], value))

    def check(self) -> Paragraph:
        return self.line(texts.IS_ALL_WELL, self.choose(moves.CHECK, texts.CHECK))

    def all_set(self) -> Paragraph:
        check, show = self.choose(moves.CHECK, texts.CHECK), self.choose(moves.SHOW, texts.SHOW)
        return self.line(texts.ALL_SET, check, show)

    def whats_next(self) -> Paragraph:
        return self.line(texts.ANYTHING_ELSE, self.choose(moves.SHOW, texts.SHOW))

    # Choosing a room

    def which_place(self, kind: PlaceKind, rooms: Sequence[tuple[str, str]], not_in: Sequence[str]) -> Wording:
        """`rooms` are (id, name)."""
        choices = [Choice(moves.PLACE, Number(0), name, f"{kind.value} {room_id}") for room_id, name in rooms]
        leave = self.choose(moves.PLACE, texts.LEAVE_IT, f"{kind.value} {moves.LEFT_AS_IT_IS}")
        return self._which(texts.WHICH[kind], [*choices, leave], not_in)

    def which_volunteers(self, rooms: Sequence[tuple[str, str]], not_in: Sequence[str]) -> Wording:
        everybody = self.choose(moves.VOLUNTEERS, texts.EVERYBODY, moves.EVERYBODY)
        only = [self.choose(moves.VOLUNTEERS, texts.ONLY_IN, room_id, room=name) for room_id, name in rooms]
        leave = self.choose(moves.VOLUNTEERS, texts.LEAVE_IT, moves.LEFT_AS_IT_IS)
        return self._which(texts.WHO, [everybody, *only, leave], not_in)

    def _which(self, asked: str, choices: Sequence[Choice], not_in: Sequence[str]) -> Wording:
        question = Paragraph((Strong(self.phrase(asked)),), tuple(choices))
        return self.message(question, self.line(texts.BY_ADDRESS), *self._not_in(not_in))

    def _not_in(self, names: Sequence[str]) -> Sequence[Paragraph]:
        """Rooms of the space that we are not in; an empty name is of one that we cannot see."""
        known = [name for name in names if name]
        unseen = len(names) - len(known)
        listed = [self.said(texts.NAMED, room=Typed(name)) for name in known]
        rooms = together(*listed, between=", ").spans
        said = [self.line(texts.NOT_IN, rooms=rooms, invite=self._invite())] if known else []
        if unseen:
            english = by_count(self.language, unseen, texts.UNSEEN, texts.UNSEEN_ROOMS)
            said.append(self.line(english, count=unseen))
        return said

    def let_me_in(self, name: str) -> Paragraph:
        return self.line(texts.LET_ME_IN, room=Typed(name), invite=self._invite())

    def _invite(self) -> Plain:
        return Plain(f"/invite {self.us}")

    # What is in the way

    def wrong_with(self, seen: Seen, kind: PlaceKind, *, encryption: bool) -> list[Paragraph]:
        """Nothing, if everything is allowed."""
        if not seen.is_in:
            return [together(self.said(texts.GONE[kind]), self.said(texts.CHOOSE_OR_INVITE))]
        if seen.moved_to:
            return [self.about(texts.MOVED, seen)]
        if seen.is_encrypted and not encryption:
            return [self.about(texts.LOCKED, seen)]
        return [*([self.lacks(seen)] if seen.lacks else []), *(self._openness(seen) if kind is PlaceKind.CARE else [])]

    def _openness(self, seen: Seen) -> list[Paragraph]:
        match seen.open_to:
            case Open.EVERYBODY:
                return [self.about(texts.TOO_OPEN, seen, self.said(texts.CLOSE_IT))]
            case Open.SPACE:
                return [self.about(texts.OPEN_TO_SPACE, seen), *self._onlookers(seen)]
            case Open.NOBODY:
                return self._onlookers(seen)

    def _onlookers(self, seen: Seen) -> list[Paragraph]:
        return [together(self._counted(seen), self.said(texts.MAKE_MODERATORS))] if seen.onlookers else []

    def _counted(self, seen: Seen) -> tuple[Span, ...]:
        english = by_count(self.language, seen.onlookers, texts.ONLOOKER, texts.ONLOOKERS)
        return self.said(english, room=Typed(seen.name), count=seen.onlookers)

    def has_onlookers(self, seen: Seen) -> Paragraph:
        """Why it cannot be the care team's."""
        return together(self._counted(seen), self.said(texts.ANOTHER_ROOM), self.said(texts.MAKE_MODERATORS))

    def shared(self, seen: Seen) -> Paragraph:
        """Why it cannot be the care team's, or anybody else's."""
        return self.about(texts.SHARED, seen, self.said(texts.ANOTHER_ROOM))

    def too_open(self, seen: Seen) -> Paragraph:
        """Why it cannot be the care team's."""
        return self.about(texts.TOO_OPEN, seen, self.said(texts.INVITE_ONLY), self.said(texts.CLOSE_IT))

    def lacks(self, seen: Seen) -> Paragraph:
        """With what does not work without it, and how to give it."""
        needs = [self.phrase(texts.PERMISSIONS[lack.need]) for lack in seen.lacks]
        named = [self.phrase(texts.PERMISSION, permission=need) for need in needs]
        lacking = self.said(texts.LACKS, room=Typed(seen.name), permissions=Plain(", ".join(named)))
        without = [self.said(texts.WITHOUT[lack.need]) for lack in seen.lacks]
        return together(lacking, *without, self.said(texts.GIVE, us=Plain(self.us), role=Plain(self.role(seen.lacks))))

    def role(self, lacks: Sequence[Lack]) -> str:
        """The least role that has all of it, as Element's select names it."""
        level = level_of(lacks)
        if level <= MODERATOR:
            return self.phrase(texts.MODERATOR)
        return (
            self.phrase(texts.ADMIN)
            if level in (ADMIN, ABOVE_ALL)
            else self.phrase(texts.CUSTOM_LEVEL, level=f"{level:.0f}")
        )

    def works(self, seen: Seen, kind: PlaceKind) -> Paragraph:
        return self.about(texts.WORKS[kind], seen, self.said(texts.ENCRYPTED) if seen.is_encrypted else ())
