// What this tab remembers over a reload: who one is, and how far the guide is wanted.

const NAME = "barnraiser-page";

export class Memory {
  #kept;

  constructor() {
    try {
      this.#kept = JSON.parse(sessionStorage.getItem(NAME)) ?? {};
    } catch {
      this.#kept = {};
    }
  }

  get(name) {
    return this.#kept[name];
  }

  set(name, value) {
    this.#kept[name] = value;
    sessionStorage.setItem(NAME, JSON.stringify(this.#kept));
  }

  forget() {
    this.#kept = {};
    sessionStorage.removeItem(NAME);
  }
}
