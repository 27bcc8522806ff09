// The guide for newcomers: one next step at a time, and out of the way when it is not wanted.

import { element } from "/page/element.js";
import { whereInStory } from "/page/story.js";

const OVER = "That was one whole round: asked, taken on, followed up, done, and celebrated with everybody's yes. The page is yours now.";

const KEPT_PRIVATE = "Nothing is said in public, because somebody said no, and that is perfectly fine. The round ends here. The page is yours now.";

export class Guide {
  #said = "";

  constructor(root, page, memory) {
    this.root = root;
    this.page = page;
    this.memory = memory;
    this.count = element("p", { class: "count" });
    this.text = element("p", { class: "step", role: "status" });
    this.actions = element("div", { class: "actions" });
    this.bar = element("span", { class: "track", "aria-hidden": "true" }, element("span", {}));
    root.replaceChildren(element("div", { class: "words" }, this.count, this.text), this.actions, this.bar);
  }

  draw() {
    this.root.hidden = this.page.isGuideHidden;
    if (this.root.hidden || !this.page.house.isReplayed) return;
    const from = this.memory.get("storyFrom") ?? 0;
    const messages = [...this.page.house.messages.values()].filter((message) => message.id > from);
    const here = whereInStory(messages.sort((one, other) => one.id - other.id), this.page);
    const views = this.page.panes.map((pane) => [pane.account, pane.place, pane === this.page.active]);
    const shown = JSON.stringify([here, views]);
    if (shown === this.#said) return;
    this.#said = shown;
    this.isPrivate = here.isPrivate;
    if (here.isOver) this.#drawEnd();
    else this.#drawStep(here);
  }

  #drawStep({ step, of, text, account, place, hours }) {
    this.count.textContent = `First story · step ${step + 1} of ${of}`;
    if (this.text.textContent !== text) this.text.textContent = text;
    this.bar.firstChild.style.setProperty("inline-size", `${(100 * step) / of}%`);
    const isThere = this.page.panes.some((pane) => pane.account === account && pane.place === place);
    const person = this.page.house.person(account);
    const go = !isThere && this.#button(goName(person, place, this.page), () => this.page.visit(account, place), "primary");
    const move = isThere && hours && this.#button("+1 day", () => this.page.advance(hours), "primary");
    this.#actions(go || null, move || null, this.#hide());
  }

  #drawEnd() {
    this.count.textContent = "First story";
    this.text.textContent = this.isPrivate ? KEPT_PRIVATE : OVER;
    this.bar.firstChild.style.setProperty("inline-size", "100%");
    const again = this.#button("Once more", () => {
      this.memory.set("storyFrom", Math.max(0, ...this.page.house.messages.keys()));
      this.page.hasOpenedForm = false;
      this.draw();
    });
    this.#actions(again, this.#hide());
  }

  /** The keyboard stays on the next step: in the guide, or where the guide led to. */
  #actions(...buttons) {
    const hadFocus = this.actions.contains(document.activeElement);
    this.actions.replaceChildren(...buttons.filter(Boolean));
    const next = this.actions.querySelector(".primary");
    if (hadFocus) (next ?? this.page.active.log).focus();
  }

  #hide() {
    return this.#button("Hide the guide", () => {
      this.memory.set("isGuideHidden", true);
      this.page.draw();
      (document.querySelector("[data-guide]") ?? this.page.active.log).focus();
    });
  }

  #button(label, press, kind = "plain") {
    return element("button", { type: "button", class: kind, onclick: press }, label);
  }
}

function goName(person, place, page) {
  const isSame = page.active.account === person.account;
  const name = page.house.place(place).name;
  return isSame ? `Open ${name}` : `Be ${person.name}`;
}
