"""What an event of ours contains. The body is complete on its own; people are called only where they are meant."""

import json
from dataclasses import replace
from typing import Any

from adapters.matrix import texts
from adapters.matrix.outgoing.markup import Look, Text, escaped, text_of
from bot.model.wording import Choice, Paragraph, Wording

Content = dict[str, Any]

MARK = "org.barnraiser.key"
"""The wire key of the message: random, and naming nobody. By it we know again what we have sent."""
MOST_BYTES = 22_000
"""An event may have 65,536. A change holds the words twice, and encrypting makes a third more of it."""
_TYPED_AS = frozenset({"claim", "release", "done", "withdraw"})
"""Moves that are commands as well."""


def message(wording: Wording, look: Look, reader: str | None, key: str) -> Content:
    """A notice never rings (matrix.org: suppress_notices), so what one person must hear of is no notice."""
    text = _fitting(drawn(wording, look, is_private=reader is not None), MOST_BYTES)
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


def in_thread(text: str, root: str, key: str) -> Content:
    """Below a message of ours; where a client knows no threads it reads as an answer to it."""
    related = {
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": root},
    }
    return _said("m.notice", escaped(text), ()) | {"m.relates_to": related, MARK: key}


def drawn(wording: Wording, look: Look, *, is_private: bool) -> Text:
    """Choices are numbered through the whole message: lists that go on with a number are not shown everywhere."""
    look = replace(look, language=wording.language)
    blocks, number = [], 1
    for paragraph in wording.paragraphs:
        blocks.append(_block(paragraph, number, look))
        number += len(paragraph.choices)
    if wording.choices:
        blocks.append(escaped(_how_to_choose(wording.choices, look, is_private=is_private)))
    filled = [block for block in blocks if block.plain.strip()]
    return Text("\n\n".join(block.plain for block in filled), "".join(f"<p>{block.html}</p>" for block in filled))


def _block(paragraph: Paragraph, number: int, look: Look) -> Text:
    said = text_of(paragraph.spans, look)
    lines = [said] if said.plain.strip() else []
    lines += [escaped(_choice(index, choice)) for index, choice in enumerate(paragraph.choices, number)]
    return Text("\n".join(line.plain for line in lines), "<br>".join(line.html for line in lines))


def _choice(number: int, choice: Choice) -> str:
    return f"{number}. {choice.symbol} {choice.label}" if choice.symbol else f"{number}. {choice.label}"


def _how_to_choose(choices: tuple[Choice, ...], look: Look, *, is_private: bool) -> str:
    """In a place that others read a number alone would be lost among what people say to each other."""
    if is_private:
        return texts.say(look.language, texts.ANSWER_WITH_ONE if len(choices) == 1 else texts.ANSWER_WITH_NUMBER)
    marked = next((choice for choice in choices if choice.symbol), None)
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
