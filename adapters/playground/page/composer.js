// The box to write in: a message, or a command that is completed while it is typed.

import { element, newId } from "/page/element.js";

export class Composer {
  #options = [];
  #current = -1;

  constructor(pane) {
    this.pane = pane;
    const listId = newId("commands");
    this.box = element("textarea", {
      rows: "1",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": listId,
      oninput: () => this.#complete(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#close(),
    });
    this.list = element("ul", { id: listId, role: "listbox", "aria-label": "Commands", class: "completions", hidden: true });
    this.ask = element("button", { type: "button", class: "ask", onclick: () => this.#say("/needhelp") }, "Ask for help");
    const send = element("button", { type: "submit", class: "send" }, "Send");
    const row = element("div", { class: "composer-row" }, this.box, send);
    this.problem = element("p", { class: "problem", role: "alert" });
    this.root = element("form", { class: "composer", onsubmit: (event) => this.#submit(event) }, this.list, this.problem, row);
  }

  draw() {
    const place = this.pane.house.place(this.pane.place);
    const label = `Message as ${this.pane.person.name} ${place.ref.startsWith("direct:") ? "to Barnraiser" : `in ${place.name}`}`;
    this.box.setAttribute("aria-label", label);
    this.box.setAttribute("placeholder", label);
    this.ask.hidden = !["help", this.pane.person.direct].includes(place.ref);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (text) this.#say(text, true);
  }

  /** What cannot be taken is handed back whole. */
  async #say(text, isTyped = false) {
    const { pane } = this;
    this.problem.textContent = "";
    if (isTyped) this.#set("");
    const answer = await pane.page.act({ type: "say", as: pane.account, place: pane.place, text });
    if (answer.type !== "refused") return;
    if (isTyped && !this.box.value) this.#set(text);
    this.problem.textContent = this.#why(answer.why, text);
  }

  #why(why, text) {
    const { textLimit } = this.pane.house;
    if (why === "too long") return `That is ${text.length} characters; ${textLimit} fit into one message. Nothing was sent, and nothing was cut.`;
    return "That did not work just now. Nothing was sent; please try again.";
  }

  #set(text) {
    this.box.value = text;
    this.#close();
  }

  #key(event) {
    if (event.isComposing) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" && isOpen) this.#move(event, 1);
    else if (event.key === "ArrowUp" && isOpen) this.#move(event, -1);
    else if (event.key === "Escape" && isOpen) this.#close();
    else if ((event.key === "Enter" || event.key === "Tab") && isOpen && this.#current >= 0) this.#take(event, this.#current);
    else if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
  }

  #complete() {
    const typed = /^\/([a-z]*)$/i.exec(this.box.value);
    const commands = typed ? this.pane.house.commands.filter((command) => this.#fits(command, typed[1])) : [];
    if (!commands.length) return this.#close();
    this.#options = commands;
    this.#current = -1;
    this.list.replaceChildren(...commands.map((command, index) => this.#option(command, index)));
    this.list.hidden = false;
    this.pane.page.announce(`${commands.length} ${commands.length === 1 ? "command" : "commands"}. Choose with the arrow keys.`);
    return undefined;
  }

  #fits(command, start) {
    return command.name.startsWith(start.toLowerCase()) && (!command.moderatorsOnly || this.pane.person.isModerator);
  }

  #option(command, index) {
    const usage = element("span", { class: "usage" }, command.usage);
    const take = (event) => this.#take(event, index);
    return element("li", { id: newId("command"), role: "option", "aria-selected": "false", onmousedown: take }, usage, " ", element("span", { class: "summary" }, command.summary));
  }

  #move(event, step) {
    event.preventDefault();
    const count = this.#options.length;
    this.#current = this.#current < 0 && step < 0 ? count - 1 : (this.#current + step + count) % count;
    [...this.list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.#current)));
    const chosen = this.list.children[this.#current];
    this.box.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  #take(event, index) {
    event.preventDefault();
    const { name, usage } = this.#options[index];
    this.box.value = usage.includes(" ") ? `/${name} ` : `/${name}`;
    this.#close();
    this.box.focus();
  }

  #close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.box.removeAttribute("aria-activedescendant");
    this.#current = -1;
  }
}
