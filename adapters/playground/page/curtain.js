// Behind the curtain: what the core just decided, and when it will look again.

import { element } from "/page/element.js";
import { timeElement } from "/page/time.js";

export function drawCurtain(root, house) {
  const { lines, nextAt } = house.curtain;
  const next = nextAt ? ["Looks again: ", timeElement(nextAt, house.now)] : ["Nothing is waiting."];
  const rows = lines.map((line) => element("li", {}, element("p", {}, line.text), timeElement(line.at, house.now)));
  const empty = element("p", { class: "none" }, "Nothing was decided yet.");
  root.replaceChildren(element("h2", {}, "Behind the curtain"), element("p", { class: "next" }, next), rows.length ? element("ol", {}, rows) : empty);
}
