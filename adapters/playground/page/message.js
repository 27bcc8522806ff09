// One message as an article: who wrote it, what it says, its choices and its reactions.

import { element, newId, unseen } from "/page/element.js";
import { hourText } from "/page/time.js";
import { drawWording, symbolsIn } from "/page/wording.js";

const HAND = { words: "Raise a hand", icon: "hand" };
const SYMBOLS = { "✋": HAND, "🙋": HAND, "🖐": HAND };

/** `act(kind, facts, button)` sends what the person does with this message. */
export function drawMessage(message, { account, now, act }) {
  const labelId = newId("author");
  const isBot = Boolean(message.body.paragraphs);
  const classes = ["message", isBot ? `accent-${message.body.accent}` : "", isAside(message) ? "aside" : ""];
  const reactions = drawReactions(message, account, act);
  return element(
    "article",
    { class: classes.filter(Boolean).join(" "), "data-id": message.id, tabindex: "-1", "aria-labelledby": `${labelId} ${labelId}-at` },
    drawAvatar(message.author, isBot),
    element("div", { class: "content" }, drawHeader(message, labelId), drawBody(message, now, act), reactions),
  );
}

export function drawAvatar(author, isBot) {
  const initial = isBot ? element("span", { class: "mark" }) : author.name.slice(0, 1);
  return element("span", { class: `avatar ${author.account}`, "aria-hidden": "true" }, initial);
}

/** A private answer in a place that others read too. */
function isAside(message) {
  return message.isPrivate && !message.place.startsWith("direct:");
}

function drawHeader(message, labelId) {
  const at = new Date(message.at);
  return element(
    "header",
    {},
    element("span", { class: "author", id: labelId }, message.author.name),
    element("time", { datetime: message.at, class: "hour", id: `${labelId}-at` }, hourText(at)),
    message.isEdited && element("span", { class: "edited" }, "updated"),
    isAside(message) && element("span", { class: "only-you" }, "Only you can see this"),
  );
}

function drawBody(message, now, act) {
  if (!message.body.paragraphs) return element("p", { class: "said" }, element("bdi", {}, message.body.text ?? ""));
  const choose = (token, button) => act("choose", { message: message.id, token }, button);
  const asked = message.about && element("p", { class: "asked" }, unseen("You typed: "), element("bdi", {}, message.about));
  const language = message.body.language ?? "en";
  const bubble = element("div", { class: "bubble", lang: language }, drawWording(message.body, { now, chosen: message.chosen, choose }));
  return element("div", {}, asked || null, bubble);
}

function drawReactions(message, account, act) {
  const symbols = symbolsIn(message.body);
  const used = Object.keys(message.reactions);
  const all = [...new Set([...symbols, ...used])];
  if (!all.length) return null;
  return element("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, all.map((symbol) => drawReaction(message, symbol, account, act)));
}

function drawReaction(message, symbol, account, act) {
  const people = message.reactions[symbol] ?? [];
  const isMine = people.includes(account);
  const known = SYMBOLS[symbol.replace("\uFE0F", "")];
  const icon = known ? element("span", { class: `icon ${known.icon}`, "aria-hidden": "true" }) : element("span", { "aria-hidden": "true" }, symbol);
  const react = (event) => act("react", { message: message.id, symbol, isPresent: !isMine }, event.currentTarget);
  const attributes = { type: "button", class: "reaction", "aria-pressed": String(isMine), "data-token": `react ${symbol}`, onclick: react };
  const count = people.length ? element("span", { class: "count" }, String(people.length)) : null;
  return element("button", attributes, icon, element("span", {}, known?.words ?? symbol), count);
}
