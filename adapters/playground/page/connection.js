// The WebSocket to the server: comes back by itself, asks for what it missed, and repeats what was not yet done.

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 8000;

export class Connection {
  #listen;
  #onState;
  #socket = null;
  #pause = FIRST_PAUSE;
  #since = 0;
  #chat = "";
  #waiting = new Map();

  /** `listen(frame)` hears every frame; `onState("open" | "closed")` hears when the line opens or breaks. */
  constructor(listen, onState) {
    this.#listen = listen;
    this.#onState = onState;
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  open() {
    const address = new URL("/live", location.href);
    address.protocol = "ws:";
    address.search = new URLSearchParams({ since: this.#since, chat: this.#chat }).toString();
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    socket.onclose = () => this.#again();
  }

  /** Sends an action. It is sent again after a reconnect until the server says that it is done. */
  act(action) {
    const key = crypto.randomUUID();
    const promise = new Promise((settle) => this.#waiting.set(key, { frame: { ...action, key }, settle }));
    this.#send({ ...action, key });
    return promise;
  }

  /** Sends something that is not worth repeating. */
  tell(frame) {
    this.#send(frame);
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #take(frame) {
    if (frame.type === "welcome") this.#chat = frame.chat;
    if (frame.type === "message") this.#since = Math.max(this.#since, frame.message.seq);
    if (frame.type === "done" || frame.type === "refused") this.#settle(frame);
    this.#listen(frame);
    if (frame.type === "replayed") this.#opened();
  }

  #opened() {
    this.#pause = FIRST_PAUSE;
    this.#onState("open");
    for (const { frame } of this.#waiting.values()) this.#send(frame);
  }

  #settle(frame) {
    this.#waiting.get(frame.key)?.settle(frame);
    this.#waiting.delete(frame.key);
  }

  #again() {
    this.#socket = null;
    this.#onState("closed");
    this.timer = setTimeout(() => this.open(), this.#pause * (0.7 + 0.6 * Math.random()));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #hurry() {
    if (this.#socket) return;
    clearTimeout(this.timer);
    this.open();
  }
}
