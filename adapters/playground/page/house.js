// What this page knows: the people, their places, every message, and the time.

export class House extends EventTarget {
  people = [];
  places = [];
  commands = [];
  steps = [];
  textLimit = 0;
  messages = new Map();
  curtain = { lines: [], nextAt: null };
  now = new Date();
  isMoving = false;
  isReplayed = false;
  #unread = new Map();

  take(frame) {
    if (frame.type === "welcome") this.#welcome(frame);
    else if (frame.type === "message") this.#message(frame.message);
    else if (frame.type === "clock") Object.assign(this, { now: new Date(frame.now), isMoving: frame.isMoving });
    else if (frame.type === "curtain") this.curtain = frame;
    else if (frame.type === "replayed") this.isReplayed = true;
    this.dispatchEvent(new CustomEvent(frame.type, { detail: frame }));
  }

  person(account) {
    return this.people.find((person) => person.account === account);
  }

  place(ref) {
    return this.places.find((place) => place.ref === ref);
  }

  placesOf(account) {
    return this.places.filter((place) => place.readers.includes(account));
  }

  /** The messages this person sees in this place, oldest first. */
  messagesIn(place, account) {
    const seen = [...this.messages.values()].filter((message) => message.place === place && isSeenBy(message, account));
    return seen.sort((one, other) => one.id - other.id);
  }

  unread(account, place) {
    return this.#unread.get(`${account} ${place}`) ?? 0;
  }

  /** News for this person alone: in their direct messages, and private answers anywhere. */
  unreadFor(account) {
    return this.unread(account, this.person(account).direct);
  }

  markRead(account, place) {
    if (this.#unread.delete(`${account} ${place}`)) this.dispatchEvent(new CustomEvent("unread"));
  }

  #welcome(frame) {
    if (frame.isFresh) {
      this.messages.clear();
      this.#unread.clear();
      this.isReplayed = false;
    }
    const { people, places, commands, textLimit, steps } = frame;
    Object.assign(this, { people, places, commands, textLimit, steps });
  }

  #message(message) {
    const isNew = !this.messages.has(message.id);
    this.messages.set(message.id, message);
    if (!isNew || !this.isReplayed) return;
    for (const account of message.readers.filter((reader) => reader !== message.author.account)) {
      const where = `${account} ${message.place}`;
      this.#unread.set(where, (this.#unread.get(where) ?? 0) + 1);
    }
  }
}

export function isSeenBy(message, account) {
  return !message.isRemoved && message.readers.includes(account);
}
