// Times in the reader's own zone: the hour it is, and how far that is from community time.

import { element } from "/page/element.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const moment = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

export const momentText = (at) => moment.format(at);
export const hourText = (at) => hour.format(at);
export const dayText = (at) => day.format(at);

export function distance(at, now) {
  const seconds = (at - now) / 1000;
  const size = Math.abs(seconds);
  if (size < MINUTE) return "now";
  if (size < HOUR) return relative.format(Math.round(seconds / MINUTE), "minute");
  if (size < DAY) return relative.format(Math.round(seconds / HOUR), "hour");
  return relative.format(Math.round((midnight(at) - midnight(now)) / 1000 / DAY), "day");
}

/** People count days by nights, not by 24 hours. */
function midnight(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** A moment as `Tue 24 Nov, 18:00 (in 3 hours)`; `refreshTimes` keeps the distance true. */
export function timeElement(iso, now) {
  const made = element("time", { datetime: iso, class: "moment" });
  made.textContent = wording(iso, now);
  return made;
}

export function refreshTimes(root, now) {
  for (const shown of root.querySelectorAll("time.moment")) {
    const text = wording(shown.dateTime, now);
    if (shown.textContent !== text) shown.textContent = text;
  }
}

function wording(iso, now) {
  const at = new Date(iso);
  return `${moment.format(at)} (${distance(at, now)})`;
}
