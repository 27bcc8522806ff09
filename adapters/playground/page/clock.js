// The clock bar: community time, and moving it ahead.

import { element } from "/page/element.js";
import { momentText } from "/page/time.js";

export class ClockBar {
  constructor(root, house, advance) {
    this.root = root;
    this.house = house;
    this.time = element("time", {});
    this.status = element("span", { class: "moving", role: "status" });
    this.bar = element("span", { class: "progress", "aria-hidden": "true" });
    this.buttons = element("div", { class: "steps" });
    root.replaceChildren(element("span", { class: "face" }, this.time), this.status, this.buttons, this.bar);
    this.advance = advance;
  }

  drawSteps() {
    this.buttons.replaceChildren(...this.house.steps.map((hours) => element("button", { type: "button", "data-hours": hours, onclick: () => this.#press(hours) }, stepName(hours))));
  }

  draw() {
    const { now, isMoving } = this.house;
    const wasMoving = this.root.classList.contains("busy");
    this.time.dateTime = now.toISOString();
    this.time.textContent = momentText(now);
    this.root.classList.toggle("busy", isMoving);
    if (isMoving && !wasMoving) this.status.textContent = "Time moves ahead…";
    if (!isMoving && wasMoving) this.status.textContent = `It is now ${momentText(now)}.`;
    for (const button of this.buttons.children) button.setAttribute("aria-disabled", String(isMoving));
  }

  #press(hours) {
    if (!this.house.isMoving) this.advance(hours);
  }
}

function stepName(hours) {
  if (hours >= 24) return `+${hours / 24} day`;
  return `+${hours} ${hours === 1 ? "hour" : "hours"}`;
}
