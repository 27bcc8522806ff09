// Who you are, which places you read, and how many people you see at once.

import { element, unseen } from "/page/element.js";
import { drawAvatar } from "/page/message.js";

const VIEWS = [
  { count: 1, label: "One at a time" },
  { count: 2, label: "Two, side by side" },
  { count: 4, label: "All four" },
];

/** The places one pane can show, as a list of buttons. */
export function drawPlaces(house, pane, go) {
  const items = house.placesOf(pane.account).map((place) => {
    const isHere = place.ref === pane.place;
    const unread = isHere ? 0 : house.unread(pane.account, place.ref);
    const attributes = { type: "button", class: "place", "aria-current": isHere ? "page" : null, "data-place": place.ref, onclick: () => go(place.ref) };
    return element("li", {}, element("button", attributes, element("span", {}, place.name), badge(unread)));
  });
  return element("nav", { class: "places", "aria-label": `Places ${pane.person.name} reads` }, element("ul", {}, items));
}

export function drawSidebar(house, page) {
  return [drawPeople(house, page), page.isAlone ? withTitle("Places", drawPlaces(house, page.active, (place) => page.go(page.active, page.active.account, place))) : null, drawViews(page)].filter(Boolean);
}

function drawPeople(house, page) {
  const items = house.people.map((person) => {
    const isHere = page.panes.some((pane) => pane.account === person.account);
    const unread = isHere ? 0 : house.unreadFor(person.account);
    const attributes = { type: "button", class: "person", "aria-current": page.active.account === person.account ? "true" : null, "data-account": person.account, onclick: () => page.be(person.account) };
    const words = element("span", { class: "who" }, element("span", { class: "name" }, person.name), element("span", { class: "about" }, person.about));
    return element("li", {}, element("button", attributes, drawAvatar(person, false), words, badge(unread)));
  });
  return withTitle("You are", element("nav", { class: "people", "aria-label": "Who you are" }, element("ul", {}, items)));
}

function drawViews(page) {
  const buttons = VIEWS.map(({ count, label }) =>
    element("button", { type: "button", "aria-pressed": String(page.panes.length === count), "data-view": count, onclick: () => page.show(count) }, label),
  );
  const guide = page.isGuideHidden && element("button", { type: "button", "data-guide": "", onclick: () => page.showGuide() }, "Show the guide");
  return element("section", { class: "views", "aria-label": "View" }, buttons, guide);
}

function withTitle(title, content) {
  return element("div", { class: "block" }, element("p", { class: "title", "aria-hidden": "true" }, title), content);
}

function badge(count) {
  return count ? element("span", { class: "badge" }, String(count), unseen(" new")) : null;
}
