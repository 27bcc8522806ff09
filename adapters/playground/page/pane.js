// One person's view of one place: its heading, its messages, and the box to write in.

import { Composer } from "/page/composer.js";
import { element, newId } from "/page/element.js";
import { isSeenBy } from "/page/house.js";
import { drawAvatar, drawMessage } from "/page/message.js";
import { drawPlaces } from "/page/sidebar.js";
import { dayText, refreshTimes } from "/page/time.js";

const NEAR = 80;

export class Pane {
  /** `page` can `act(action)`, `go(pane, place)` and `isAlone`; it knows the `house`. */
  constructor(page, account, place) {
    this.page = page;
    this.house = page.house;
    this.account = account;
    this.place = place;
    this.composer = new Composer(this);
    this.isAtEnd = true;
    // The guide above grows and shrinks: the newest message stays in view meanwhile.
    this.resized = new ResizeObserver(() => this.#stayAtEnd());
    this.root = element("section", { class: "pane", onfocusin: () => page.activate(this) });
    this.draw();
  }

  get person() {
    return this.house.person(this.account);
  }

  go(account, place) {
    const isPersonNew = account !== this.account;
    if (!isPersonNew && place === this.place) return;
    this.account = account;
    this.place = place;
    if (isPersonNew) this.composer = new Composer(this);
    this.draw();
  }

  draw() {
    const place = this.house.place(this.place);
    const titleId = newId("place");
    this.root.setAttribute("aria-labelledby", titleId);
    this.root.dataset.account = this.account;
    this.places = element("div", { class: "pane-places" });
    // A new log is filled before it joins the page, so that only later messages are announced.
    this.log = element("div", { class: "log", role: "log", tabindex: "0", "aria-labelledby": titleId, onscroll: () => this.#look() });
    this.#fill();
    const heading = element("h2", { id: titleId }, element("span", { class: "pane-person" }, `${this.person.name} · `), place.name);
    const header = element("header", { class: "pane-header" }, heading, element("p", {}, place.about), this.composer.ask);
    this.root.replaceChildren(header, this.places, this.log, this.composer.root);
    this.composer.draw();
    this.drawPlaces();
    this.resized.disconnect();
    this.resized.observe(this.log);
    this.isAtEnd = true;
    this.#stayAtEnd();
    this.markRead();
  }

  drawPlaces() {
    if (this.page.isAlone) this.places.replaceChildren();
    else this.places.replaceChildren(drawPlaces(this.house, this, (place) => this.page.go(this, this.account, place)));
  }

  setActive(isActive) {
    this.root.classList.toggle("active", isActive);
    this.log.setAttribute("aria-live", isActive ? "polite" : "off");
  }

  markRead() {
    if (!document.hidden) this.house.markRead(this.account, this.place);
  }

  /** A message was written or changed: show it as it is now, and bring the keyboard to an answer that was awaited. */
  take(message) {
    if (message.place !== this.place || !(message.readers.includes(this.account) || message.isRemoved)) return;
    const shown = this.log.querySelector(`article[data-id="${message.id}"]`);
    if (shown) this.#replace(shown, message);
    else if (isSeenBy(message, this.account)) this.#welcomeNews(this.#insert(message), message);
    this.#stayAtEnd();
    this.markRead();
  }

  #welcomeNews(drawn, message) {
    drawn.classList.add("new");
    if (!this.awaitsAnswer || !message.isPrivate) return;
    this.awaitsAnswer = false;
    drawn.focus({ preventScroll: true });
  }

  refreshTimes() {
    refreshTimes(this.log, this.house.now);
  }

  #look() {
    this.isAtEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  #stayAtEnd() {
    if (this.isAtEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  #fill() {
    const messages = this.house.messagesIn(this.place, this.account);
    this.log.replaceChildren();
    if (!messages.length) this.log.append(this.#welcome());
    for (const message of messages) this.#insert(message);
  }

  #insert(message) {
    this.log.querySelector(".empty")?.remove();
    const day = dayText(new Date(message.at));
    if (this.log.dataset.day !== day) this.log.append(element("p", { class: "day" }, element("span", {}, day)));
    this.log.dataset.day = day;
    const drawn = this.#draw(message);
    this.log.append(drawn);
    return drawn;
  }

  #replace(shown, message) {
    const focused = shown.contains(document.activeElement) ? document.activeElement : null;
    if (!isSeenBy(message, this.account)) {
      shown.remove();
      if (focused) this.log.focus();
      return;
    }
    const drawn = this.#draw(message);
    shown.replaceWith(drawn);
    if (focused) keepFocus(drawn, focused.dataset.token);
  }

  #draw(message) {
    const act = (type, facts, button) => this.#act({ type, ...facts }, button);
    return drawMessage(message, { account: this.account, now: this.house.now, act });
  }

  async #act(facts, button) {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    await this.page.act({ ...facts, as: this.account });
    button.ariaBusy = null;
  }

  #welcome() {
    const words = this.place === "help" ? "Nobody has asked for anything yet. “Ask for help” opens a form that only you see." : "Nothing here yet.";
    return element("div", { class: "empty" }, drawAvatar({ account: "barnraiser", name: "B" }, true), element("p", {}, words));
  }
}

/** A redrawn message keeps the keyboard where it was: on the same button, or on the message itself. */
function keepFocus(drawn, token) {
  const same = token && [...drawn.querySelectorAll("[data-token]")].find((button) => button.dataset.token === token);
  (same || drawn).focus({ preventScroll: true });
}
