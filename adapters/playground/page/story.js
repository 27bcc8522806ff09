// The first story, step by step, and how the page can tell that a step was done.
// Evidence is read from the messages alone, so that the story goes on after a reload, and whoever strays finds back.

import { choicesIn } from "/page/wording.js";

/** What has happened so far, in `messages` (oldest first). */
class Told {
  constructor(messages) {
    this.messages = messages;
  }

  offers(move, place) {
    return this.messages.some((message) => isIn(message, place) && choicesIn(message.body).some((choice) => choice.move === move));
  }

  chose(move, place, except = "") {
    const fits = (token) => token.startsWith(`${move}|`) && !(except && token.endsWith(`|${except}`));
    return this.messages.some((message) => isIn(message, place) && message.chosen.some(fits));
  }

  /** Whoever took the request on; Ben, until somebody has. */
  get helper() {
    const details = this.messages.find((message) => message.place.startsWith("direct:") && choicesIn(message.body).some((choice) => choice.move === "contact"));
    return details ? details.readers[0] : "ben";
  }

  get isPosted() {
    return this.messages.some((message) => message.place === "help" && message.body.paragraphs && !message.isPrivate);
  }

  get isAnnounced() {
    return this.messages.some((message) => message.place === "thanks" && message.body.paragraphs && !message.isRemoved);
  }

  /** Somebody's last word about it is no: then nothing is public, and nothing is missing. */
  get isKeptPrivate() {
    return ["direct:ana", direct(this)].some((place) => this.#lastConsent(place).endsWith("|nothing"));
  }

  #lastConsent(place) {
    const tokens = this.messages.filter((message) => isIn(message, place)).flatMap((message) => message.chosen);
    return tokens.filter((token) => token.startsWith("consent|")).at(-1) ?? "";
  }

  get hasWords() {
    return this.chose("say_thanks", "direct:ana") || this.chose("skip_thanks", "direct:ana");
  }
}

const isIn = (message, place) => message.place === place && !message.isRemoved;
const direct = (told) => `direct:${told.helper}`;

/** The steps up to here follow from each other; the consents after them come in any order. */
const IN_ORDER = 9;

const STEPS = [
  {
    text: "You are Ana, and you could use a hand. Open the form with “Ask for help”.",
    be: () => ["ana", "help"],
    isDone: (told, page) => page.hasOpenedForm,
  },
  {
    text: "Say in your own words what would help, then choose “Show me how it looks”. Nobody else sees it yet.",
    be: () => ["ana", "help"],
    isDone: (told) => told.offers("post_draft", "help") || told.offers("post_draft", "direct:ana"),
  },
  {
    text: "Read it once more: this is all that others will see. Then choose “Post it”.",
    be: () => ["ana", "help"],
    isDone: (told) => told.isPosted,
  },
  {
    text: "Now be Ben, who likes to help. Raise a hand on the request in #help.",
    be: () => ["ben", "help"],
    isDone: (told) => told.offers("contact", direct(told)),
  },
  {
    text: (name) => `Only ${name} reads the details, in the direct message. Choose there when to get in touch.`,
    be: (told) => [told.helper, direct(told)],
    isDone: (told) => told.chose("contact", direct(told)),
  },
  {
    text: (name) => `People forget, and that is fine. Move time ahead by a day or two, until Barnraiser asks ${name} how it is going.`,
    be: (told) => [told.helper, direct(told)],
    hours: 24,
    isDone: (told) => told.offers("more_time", direct(told)),
  },
  {
    text: (name) => `${name} has helped. Answer that it is done.`,
    be: (told) => [told.helper, direct(told)],
    isDone: (told) => told.offers("object", "direct:ana") || told.chose("done", direct(told)),
  },
  {
    text: "Be Ana, and say that it is done. (Silence would agree too, two days later.)",
    be: () => ["ana", "direct:ana"],
    isDone: (told) => told.chose("done", "direct:ana") || told.chose("check_in", "direct:ana"),
  },
  {
    text: "A day later both are asked, in private, whether others may hear of it. Move time ahead.",
    be: () => ["ana", "direct:ana"],
    hours: 24,
    isDone: (told) => told.offers("consent", "direct:ana") || told.chose("consent", "direct:ana"),
  },
  {
    text: "Ana is asked. Say yes, if you like: nothing is public unless both sides agree.",
    be: () => ["ana", "direct:ana"],
    isDone: (told) => told.chose("consent", "direct:ana", "nothing"),
  },
  {
    text: "Write a line of thanks as Ana and say yes to how it reads, or choose “No words needed”.",
    be: () => ["ana", "direct:ana"],
    isDone: (told) => told.hasWords,
  },
  {
    text: (name) => `${name} is asked too, and the stricter answer counts.`,
    be: (told) => [told.helper, direct(told)],
    isDone: (told) => told.chose("consent", direct(told), "nothing"),
  },
  {
    text: "Have a look at #thanks.",
    be: () => ["ana", "thanks"],
    isDone: (told, page) => told.isAnnounced && page.panes.some((pane) => pane.place === "thanks"),
  },
];

/** Where the story is: {step, of, text, be, hours}, with `isOver` after the last step. */
export function whereInStory(messages, page) {
  const told = new Told(messages);
  if (told.isKeptPrivate) return { isOver: true, isPrivate: true };
  const done = STEPS.map((step) => step.isDone(told, page));
  const first = done.lastIndexOf(true, IN_ORDER - 1) + 1;
  const step = told.isAnnounced ? STEPS.length - 1 : done.indexOf(false, first);
  if (step < 0 || done[STEPS.length - 1]) return { isOver: true };
  const { text, be, hours } = STEPS[step];
  const [account, place] = be(told);
  const name = page.house.person(told.helper).name;
  return { step, of: STEPS.length, text: typeof text === "string" ? text : text(name), account, place, hours };
}
