// The page: panes of people, the clock, the guide and the curtain, all fed by one connection.

import { ClockBar } from "/page/clock.js";
import { Connection } from "/page/connection.js";
import { drawCurtain } from "/page/curtain.js";
import { FormDialog } from "/page/form.js";
import { Guide } from "/page/guide.js";
import { House } from "/page/house.js";
import { Memory } from "/page/memory.js";
import { Pane } from "/page/pane.js";
import { drawSidebar } from "/page/sidebar.js";
import { refreshTimes } from "/page/time.js";

const find = (id) => document.getElementById(id);
const BACK_SHOWN = 4000;

class Page {
  panes = [];
  active = null;
  hasOpenedForm = false;

  constructor() {
    this.house = new House();
    this.memory = new Memory();
    this.connection = new Connection((frame) => this.#take(frame), (state) => this.#showState(state));
    this.clock = new ClockBar(find("clock"), this.house, (hours) => this.advance(hours));
    this.guide = new Guide(find("guide"), this, this.memory);
    this.form = new FormDialog();
    this.house.addEventListener("unread", () => this.#drawSides());
    find("curtain-toggle").addEventListener("click", () => this.#toggleCurtain());
    document.addEventListener("visibilitychange", () => this.panes.forEach((pane) => pane.markRead()));
    this.connection.open();
  }

  get isAlone() {
    return this.panes.length === 1;
  }

  get isGuideHidden() {
    return Boolean(this.memory.get("isGuideHidden"));
  }

  act(action) {
    return this.connection.act(action);
  }

  advance(hours) {
    this.connection.tell({ type: "advance", hours });
  }

  announce(text) {
    // The same words twice are news twice, and an unchanged text is not read again.
    find("announcer").textContent = "";
    requestAnimationFrame(() => (find("announcer").textContent = text));
  }

  activate(pane) {
    if (this.active === pane) return;
    this.active = pane;
    for (const each of this.panes) each.setActive(each === pane);
    this.#keep();
    this.#drawSides();
  }

  /** Be this person: in the pane that shows them already, or in the one that is active. */
  be(account) {
    const shown = this.panes.find((pane) => pane.account === account);
    if (shown) this.activate(shown);
    else this.go(this.active, account, this.#placeFor(account, this.active.place));
  }

  /** Be this person in this place. */
  visit(account, place) {
    this.go(this.panes.find((pane) => pane.account === account) ?? this.active, account, place);
  }

  go(pane, account, place) {
    pane.go(account, place);
    this.activate(pane);
    this.#keep();
    this.draw();
  }

  /** Show one, two or four people side by side, beginning with whom one is. */
  show(count) {
    const others = this.house.people.map((person) => person.account).filter((account) => account !== this.active.account);
    const first = { account: this.active.account, place: this.active.place };
    const rest = others.map((account) => this.panes.find((pane) => pane.account === account) ?? { account, place: this.#placeFor(account, first.place) });
    const wanted = count === 4 ? this.#inOrder([first, ...rest]) : [first, ...rest].slice(0, count);
    this.#open(wanted, first.account);
  }

  draw() {
    this.#drawSides();
    this.guide.draw();
    this.clock.draw();
    for (const pane of this.panes) pane.drawPlaces();
  }

  #take(frame) {
    this.house.take(frame);
    if (frame.type === "welcome") this.#welcome(frame);
    else if (frame.type === "replayed") this.#replayed();
    else if (frame.type === "message" && this.house.isReplayed) this.#message(frame.message);
    else if (frame.type === "clock") this.#tick();
    else if (frame.type === "curtain") drawCurtain(find("curtain"), this.house);
    else if (frame.type === "form") this.#openForm(frame);
  }

  /** Another chat than the one this tab remembers: the story begins anew. */
  #welcome(frame) {
    this.isFresh = frame.isFresh;
    if (this.memory.get("chat") !== frame.chat) this.memory.forget();
    this.memory.set("chat", frame.chat);
  }

  #replayed() {
    this.clock.drawSteps();
    if (this.panes.length && !this.isFresh) this.panes.forEach((pane) => pane.markRead());
    else this.#open(this.memory.get("panes") ?? [{ account: this.house.people[0].account, place: "help" }], this.memory.get("active"));
    this.draw();
  }

  #message(message) {
    for (const pane of this.panes) pane.take(message);
    this.#say(message);
    this.draw();
  }

  /** The log announces what is in view; this says where else something was written. */
  #say(message) {
    const { account, place } = this.active;
    const isNews = message.readers.includes(account) && message.place !== place && message.author.account !== account && !message.isEdited && !message.isRemoved;
    const where = message.place.startsWith("direct:") ? "your direct message" : this.house.place(message.place).name;
    if (isNews) this.announce(`${message.author.name} wrote in ${where}.`);
  }

  #tick() {
    this.clock.draw();
    for (const pane of this.panes) pane.refreshTimes();
    refreshTimes(find("curtain"), this.house.now);
  }

  #openForm(frame) {
    const person = this.house.person(frame.as);
    this.hasOpenedForm = true;
    this.form.open(frame.form, person, (values, number, about) => {
      for (const pane of this.panes) pane.awaitsAnswer = pane.account === frame.as && pane.place === frame.place;
      this.act({ type: "submit", as: frame.as, place: frame.place, values, number, about });
    });
    this.guide.draw();
  }

  #open(wanted, active) {
    this.panes = wanted.map(({ account, place }) => new Pane(this, account, place));
    this.active = null;
    find("panes").replaceChildren(...this.panes.map((pane) => pane.root));
    find("panes").dataset.count = this.panes.length;
    document.body.dataset.panes = this.panes.length;
    this.activate(this.panes.find((pane) => pane.account === active) ?? this.panes[0]);
    this.draw();
    this.#keep();
  }

  #placeFor(account, place) {
    if (place.startsWith("direct:")) return this.house.person(account).direct;
    return this.house.place(place).readers.includes(account) ? place : "help";
  }

  #inOrder(wanted) {
    return this.house.people.map((person) => wanted.find((each) => each.account === person.account));
  }

  /** Redraws the side without losing the keyboard. */
  #drawSides() {
    if (!this.active) return;
    const side = find("sidebar");
    const focused = side.contains(document.activeElement) ? { ...document.activeElement.dataset } : null;
    side.replaceChildren(...drawSidebar(this.house, this));
    if (focused) [...side.querySelectorAll("button")].find((button) => sameData(button.dataset, focused))?.focus();
  }

  showGuide() {
    this.memory.set("isGuideHidden", false);
    this.draw();
  }

  #toggleCurtain() {
    const isOpen = find("curtain-toggle").getAttribute("aria-expanded") !== "true";
    find("curtain-toggle").setAttribute("aria-expanded", String(isOpen));
    find("curtain").hidden = !isOpen;
    drawCurtain(find("curtain"), this.house);
  }

  #showState(state) {
    const line = find("connection");
    if (state === "closed") {
      line.textContent = "Waiting for Barnraiser to come back…";
      this.wasAway = true;
    } else if (this.wasAway) {
      line.textContent = "Back again. Nothing was missed.";
      this.wasAway = false;
      setTimeout(() => line.textContent.startsWith("Back") && (line.textContent = ""), BACK_SHOWN);
    }
  }

  #keep() {
    if (!this.panes.length || !this.active) return;
    this.memory.set("panes", this.panes.map(({ account, place }) => ({ account, place })));
    this.memory.set("active", this.active.account);
  }
}

function sameData(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

history.replaceState(null, "", "/");
new Page();
