"""What an event of ours contains. The body is complete on its own; people are called only where they are meant."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from adapters.matrix import texts
from adapters.matrix.connection.client import MARK
from adapters.matrix.incoming.words import REMOVE
from adapters.matrix.outgoing.markup import Look, Text, escaped, text_of
from bot.model.wording import Choice, Paragraph, Wording
from bot.rules import replies
from bot.texts import directs
from bot.texts.parts import RAISED_HAND

Content = dict[str, Any]
Lines = tuple[tuple[Choice, ...], ...]

MOST_BYTES = 22_000
"""An event may have 65,536. A change holds the words twice, and encrypting makes a third more of it."""
FEW = 4
_KEY = "\ufe0f\u20e3"
ALL_SYMBOLS = (RAISED_HAND, *(f"{number}{_KEY}" for number in range(1, FEW + 1)))
_TYPED_AS = frozenset({"claim", "release", "done", "withdraw"})
"""Moves that are commands as well."""


def message(wording: Wording, look: Look, reader: str | None, key: str, *, is_daily: bool = False) -> Content:
    """A notice never rings (matrix.org: suppress_notices), so what one person must hear of is no notice. What comes by
    itself, once a day, says how to have no more of it."""
    said = drawn(wording, look, is_private=reader is not None, is_daily=is_daily)
    text = _fitting(said, MOST_BYTES)
    kind = "m.notice" if reader is None else "m.text"
    return _said(kind, text, () if reader is None else (reader,)) | {MARK: key}


def changed(content: Content, ref: str) -> Content:
    """The same message as it is now. Nobody is called by a change; clients that know none show it as a new message."""
    new = {name: value for name, value in content.items() if name != MARK}
    return {
        "msgtype": content["msgtype"],
        "body": f"* {content['body']}",
        "m.mentions": {},
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": ref},
    }


def symbols(wording: Wording, *, is_daily: bool) -> tuple[str, ...]:
    """Reactions with which a message is answered. One's daily message has the keys of its numbers, if they are few."""
    marked = dict.fromkeys(choice.symbol for choice in wording.choices if choice.symbol)
    lines = replies.lines(wording.kept_choices)
    if is_daily and len(lines) == 1 and len(lines[0]) <= FEW:
        return (*marked, *(f"{number}{_KEY}" for number in range(1, len(lines[0]) + 1)))
    return (*marked,)


def in_thread(text: str, root: str, key: str) -> Content:
    """Below a message of ours; where a client knows no threads it reads as an answer to it."""
    related = {
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": root},
    }
    return _said("m.notice", escaped(text), ()) | {"m.relates_to": related, MARK: key}


def drawn(wording: Wording, look: Look, *, is_private: bool, is_daily: bool = False) -> Text:
    """With one request the numbers stand for its choices, with several for the requests, as the core understands it."""
    look = replace(look, language=wording.language)
    lines = replies.lines(wording.kept_choices)
    numbered = iter(_numbered(lines))
    blocks = [_block(paragraph, [next(numbered) for _ in paragraph.choices], look) for paragraph in wording.paragraphs]
    if lines:
        blocks.append(escaped(_how_to_choose(lines, look, is_private=is_private)))
    if is_daily:
        how = directs.how_to_stop(look.language)
        blocks.append(escaped(texts.say(look.language, texts.SAY_STOP, words=how)))
    return _together([block for block in blocks if block.plain.strip()])


def _together(blocks: Sequence[Text]) -> Text:
    return Text("\n\n".join(block.plain for block in blocks), "".join(f"<p>{block.html}</p>" for block in blocks))


def _numbered(lines: Lines) -> Iterator[tuple[int, Choice]]:
    """Each choice with what is typed for it. Some clients begin every list of HTML with 1, so this is text."""
    if len(lines) == 1:
        yield from enumerate(lines[0], 1)
    else:
        yield from ((number, choice) for number, line in enumerate(lines, 1) for choice in line)


def _block(paragraph: Paragraph, choices: list[tuple[int, Choice]], look: Look) -> Text:
    said = text_of(paragraph.spans, look)
    by_number = [(number, [choice for _, choice in group]) for number, group in groupby(choices, key=itemgetter(0))]
    lines = [said] if said.plain.strip() else []
    lines += [escaped(f"{number}. {' · '.join(map(_label, offered))}") for number, offered in by_number]
    return Text("\n".join(line.plain for line in lines), "<br>".join(line.html for line in lines))


def _label(choice: Choice) -> str:
    return f"{choice.symbol} {choice.label}" if choice.symbol else choice.label


def _how_to_choose(lines: Lines, look: Look, *, is_private: bool) -> str:
    """In a place that others read a number alone would be lost among what people say to each other; and what is offered
    beside a form is followed by a question, to which numbers belong."""
    number, choices = next((number, line) for number, line in enumerate(lines, 1) if line)
    marked = next((choice for choice in choices if choice.symbol), None)
    if len(lines) > 1:
        return texts.say(look.language, texts.ANSWER_WITH_WORDS, number=number, words=replies.words_of(choices[0]))
    if is_private and choices[0].move == REMOVE:
        return texts.say(look.language, texts.REPLY_OR_REACT_WITH_ONE, key=f"1{_KEY}")
    if is_private:
        return texts.say(look.language, texts.ANSWER_WITH_ONE if len(choices) == 1 else texts.ANSWER_WITH_NUMBER)
    if marked is None:
        return texts.say(look.language, texts.REPLY_WITH_NUMBER)
    if marked.move not in _TYPED_AS:
        return texts.say(look.language, texts.REACT_OR_REPLY, symbol=marked.symbol)
    command = f"{look.prefix}{marked.move} {marked.number}"
    return texts.say(look.language, texts.REACT_OR_WRITE, symbol=marked.symbol, command=command)


def _said(kind: str, text: Text, called: tuple[str, ...]) -> Content:
    content: Content = {"msgtype": kind, "body": text.plain, "m.mentions": {"user_ids": [*called]} if called else {}}
    if text.html:
        content |= {"format": "org.matrix.custom.html", "formatted_body": text.html}
    return content


def _fitting(text: Text, most: int) -> Text:
    """Without its looks if there is no room for both, and cut where there is not even room for the words."""
    if _bytes(text.plain) + _bytes(text.html) <= most:
        return text
    plain = text.plain
    while _bytes(plain) > most:
        plain = plain[: len(plain) * most // _bytes(plain) - 1] + "…"
    return Text(plain, "")


def _bytes(text: str) -> int:
    """As it is encrypted: what is not ASCII is spelled out."""
    return len(json.dumps(text))
