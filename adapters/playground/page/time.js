// Times in the reader's own zone: the hour it is, and how far that is from community time.

import { element } from "/page/element.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

const MOMENT = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const made = new Map();

/** The page itself is English; what the bot says has its own language, and for some people their own time zone. */
function formats(language, zone = "") {
  const locale = language === "en" ? "en-GB" : language;
  const key = `${locale} ${zone}`;
  if (!made.has(key)) {
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    const own = zone ? { timeZone: zone, timeZoneName: "short" } : {};
    made.set(key, { moment: new Intl.DateTimeFormat(locale, { ...MOMENT, ...own }), relative });
  }
  return made.get(key);
}

export const momentText = (at) => formats("en").moment.format(at);
export const hourText = (at) => hour.format(at);
export const dayText = (at) => day.format(at);

export function distance(at, now, language = "en") {
  const { relative } = formats(language);
  const seconds = (at - now) / 1000;
  const size = Math.abs(seconds);
  if (size < MINUTE) return relative.format(0, "second");
  if (size < HOUR) return relative.format(Math.round(seconds / MINUTE), "minute");
  if (size < DAY) return relative.format(Math.round(seconds / HOUR), "hour");
  return relative.format(Math.round((midnight(at) - midnight(now)) / 1000 / DAY), "day");
}

/** People count days by nights, not by 24 hours. */
function midnight(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** A moment as `Tue 24 Nov, 18:00 (in 3 hours)`; `refreshTimes` keeps the distance true. */
export function timeElement(iso, now, language = "en", zone = "") {
  const shown = element("time", { datetime: iso, class: "moment", lang: language, "data-zone": zone });
  shown.textContent = wording(iso, now, language, zone);
  return shown;
}

export function refreshTimes(root, now) {
  for (const shown of root.querySelectorAll("time.moment")) {
    const text = wording(shown.dateTime, now, shown.lang, shown.dataset.zone);
    if (shown.textContent !== text) shown.textContent = text;
  }
}

function wording(iso, now, language, zone) {
  const at = new Date(iso);
  return `${formats(language, zone).moment.format(at)} (${distance(at, now, language)})`;
}
