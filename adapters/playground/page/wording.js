// What the bot says, drawn: paragraphs of spans, each with its choices as buttons.

import { element, unseen } from "/page/element.js";
import { timeElement } from "/page/time.js";

/** `choose(token, button)` is called when a choice is pressed; `chosen` are the tokens pressed before. */
export function drawWording(body, { now, chosen, choose }) {
  const said = { now, chosen, choose, language: body.language ?? "en", zone: body.zone ?? "" };
  return body.paragraphs.map((paragraph) => drawParagraph(paragraph, said));
}

/** The symbols that a message offers as reactions. */
export function symbolsIn(body) {
  return choicesIn(body).map((choice) => choice.symbol).filter(Boolean);
}

export function choicesIn(body) {
  return (body.paragraphs ?? []).flatMap((paragraph) => paragraph.choices);
}

function drawParagraph(paragraph, { now, chosen, choose, language, zone }) {
  const spans = paragraph.spans.map((span) => drawSpan(span, now, language, zone));
  const text = element("p", { class: nature(paragraph.spans) }, spans);
  if (!paragraph.choices.length) return text;
  const isAnswered = paragraph.choices.some((choice) => chosen.includes(choice.token));
  const buttons = paragraph.choices.map((choice) => drawChoice(choice, chosen, choose));
  const row = element("div", { class: isAnswered ? "choices answered" : "choices" }, buttons);
  return element("div", { class: "paragraph" }, hasWords(paragraph.spans) ? text : null, row);
}

/** A paragraph that is one strong span is a heading; one that is typed text is somebody's words. */
function nature(spans) {
  if (spans.length !== 1) return null;
  return { strong: "heading", typed: "words" }[spans[0].kind] ?? null;
}

function hasWords(spans) {
  return spans.some((span) => span.kind === "time" || span.text.trim());
}

function drawSpan(span, now, language, zone) {
  if (span.kind === "time") return timeElement(span.at, now, language, zone);
  if (span.kind === "strong") return element("strong", {}, span.text);
  if (span.kind === "typed") return element("bdi", { class: "typed" }, span.text);
  if (span.kind === "mention") return element("bdi", { class: "mention" }, span.text);
  return span.text;
}

function drawChoice(choice, chosen, choose) {
  const isChosen = chosen.includes(choice.token);
  const attributes = {
    type: "button",
    class: isChosen ? "choice chosen" : "choice",
    "data-token": choice.token,
    "data-move": choice.move,
    onclick: (event) => choose(choice.token, event.currentTarget),
  };
  return element("button", attributes, choice.label, isChosen && unseen(" (chosen)"));
}
