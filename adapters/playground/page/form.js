// A form of the core as a dialog: labels, hints, what still fits, and what is the matter with each field.

import { element, newId } from "/page/element.js";

const FEW = 3;

export class FormDialog {
  #kept = new Map();

  /** `submit(values, number, about)` sends the form. */
  open(view, person, submit) {
    this.#close();
    this.view = view;
    this.key = `${person.account} ${view.title} ${view.number ?? ""}`;
    this.submit = submit;
    const kept = isJustTyped(view) ? undefined : this.#kept.get(this.key);
    this.fields = view.fields.map((field) => new Field(field, kept?.[field.name]));
    const titleId = newId("form");
    const introId = newId("intro");
    this.dialog = element(
      "dialog",
      { class: "form", "aria-labelledby": titleId, "aria-describedby": introId, onclose: () => this.#closed() },
      element(
        "form",
        { novalidate: true, onsubmit: (event) => this.#submit(event) },
        element("header", {}, element("h2", { id: titleId }, view.title), element("p", { id: introId }, view.intro)),
        element("div", { class: "fields" }, this.fields.map((field) => field.root)),
        element("footer", {}, element("button", { type: "button", class: "plain", onclick: () => this.dialog.close() }, "Not now"), element("button", { type: "submit", class: "primary" }, view.submit)),
      ),
    );
    document.body.append(this.dialog);
    this.dialog.showModal();
    (this.fields.find((field) => field.error) ?? this.fields[0])?.focus();
  }

  #submit(event) {
    event.preventDefault();
    const values = this.#values();
    this.isSent = true;
    this.#kept.delete(this.key);
    this.dialog.close();
    this.submit(values, this.view.number, this.view.about);
  }

  /** What a person typed is kept for that person until it is sent, also when the form is closed by mistake. */
  #closed() {
    if (!this.isSent) this.#kept.set(this.key, this.#values());
    this.isSent = false;
    this.dialog.remove();
  }

  #close() {
    if (this.dialog?.open) this.dialog.close();
  }

  #values() {
    return Object.fromEntries(this.fields.map((field) => [field.name, field.value]));
  }
}

/** A new form that opens with words in it: they were typed a moment ago, and count more than older ones. */
function isJustTyped(view) {
  return view.number === null && view.fields.some((field) => field.kind === "long text" && field.value);
}

class Field {
  constructor(field, kept) {
    this.name = field.name;
    this.error = field.error;
    this.hintId = newId("hint");
    this.errorId = newId("error");
    const value = field.error || kept === undefined ? field.value : kept;
    const isSeveral = field.kind === "choices";
    const isGroup = isSeveral || (field.kind === "choice" && field.options.length <= FEW);
    const drawn = isGroup ? this.#group(field, isSeveral ? "checkbox" : "radio", isSeveral ? value.split(",") : [value]) : this.#single(field, value);
    this.root = element(isGroup ? "fieldset" : "div", { class: `field ${field.kind.replace(" ", "-")}${field.error ? " wrong" : ""}`, ...(isGroup ? this.#described(field) : {}) }, drawn);
  }

  get value() {
    return this.input ? this.input.value : this.boxes.filter((box) => box.checked).map((box) => box.value).join(",");
  }

  focus() {
    (this.input ?? this.boxes.find((box) => box.checked) ?? this.boxes[0])?.focus();
  }

  #described(field) {
    const ids = [field.hint && this.hintId, field.limit > 9 && `${this.hintId}-left`, field.error && this.errorId].filter(Boolean);
    return { "aria-describedby": ids.join(" ") || null, "aria-invalid": field.error && !field.kind.startsWith("choice") ? "true" : null };
  }

  #hint(field) {
    return field.hint ? element("p", { class: "hint", id: this.hintId }, field.hint) : null;
  }

  #wrong(field) {
    return field.error ? element("p", { class: "error", id: this.errorId }, field.error) : null;
  }

  #title(field) {
    return [field.label, field.isOptional ? element("span", { class: "optional" }, " (optional)") : null];
  }

  #group(field, type, chosen) {
    this.boxes = field.options.map((option) => element("input", { type, name: field.name, value: option.value, checked: chosen.includes(option.value) }));
    const labels = field.options.map((option, index) => element("label", { class: "radio" }, this.boxes[index], element("span", {}, option.label)));
    return [element("legend", {}, this.#title(field)), this.#hint(field), this.#wrong(field), element("div", { class: "radios" }, labels)];
  }

  #single(field, value) {
    const id = newId("field");
    this.input = this.#input(field, { id, name: field.name, required: !field.isOptional, ...this.#described(field) });
    this.input.value = value;
    const label = element("label", { for: id }, this.#title(field));
    const below = [this.#hint(field), field.limit > 9 ? this.#counter(field.limit) : null];
    return [label, this.#wrong(field), this.input, element("div", { class: "below" }, below)];
  }

  #input(field, attributes) {
    if (field.kind === "choice") return element("select", attributes, field.options.map((option) => element("option", { value: option.value }, option.label)));
    if (field.kind === "long text") return element("textarea", { ...attributes, rows: "4" });
    if (field.kind === "number") return element("input", { ...attributes, type: "text", inputmode: "numeric" });
    return element("input", { ...attributes, type: "text", autocomplete: "off" });
  }

  /** Nothing is cut: more than fits can be typed, and the count says so. */
  #counter(limit) {
    const left = element("p", { class: "left", id: `${this.hintId}-left` });
    const count = () => {
      const rest = limit - [...this.input.value].length;
      left.textContent = rest >= 0 ? `${rest} characters left` : `${-rest} characters too many`;
      left.classList.toggle("over", rest < 0);
    };
    this.input.addEventListener("input", count);
    count();
    return left;
  }
}
