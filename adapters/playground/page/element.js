// Building the page without HTML strings: whatever people typed can only ever become text.

/** An element with attributes ("on..." are listeners, false and null are left out) and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Words for screen readers only. */
export function unseen(text) {
  return element("span", { class: "unseen" }, text);
}

let made = 0;

export function newId(name) {
  made += 1;
  return `${name}-${made}`;
}
