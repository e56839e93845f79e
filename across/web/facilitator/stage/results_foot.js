// The foot at Results: what it says at rest, and what the facilitator can do there.

import { withChosen } from "./choosing.js";
import { element } from "./dom.js";
import { foot, MOST } from "./talk.js";
import { words } from "./results_words.js";

export function sayOf({ state, stops, here }) {
  if (!here) return [state.texts.scores, ""];
  const shown = withChosen(state.results.shown, state.choosing);
  const saved = state.results.saved ? words.saved(state.results.saved) : "";
  if (here.view === "items") return [words.inBars, dots(stops, here)];
  if (here.view === "earlier") return [shown.earlier.over_time.length ? `${shown.earlier.said} ${words.underHalf}` : state.texts.scores, ""];
  if (here.view === "sectors") return [words.sectorsFoot, ""];
  if (here.view === "talk" || here.view === "more") return [foot(shown), ""];
  const newer = state.results.newer;
  return [saved || state.texts.scores, newer && here.view === "radar" ? newer.text : ""];
}

function dots(stops, here) {
  const items = stops.filter((stop) => stop.view === "items");
  return element("span", { class: "dots", "aria-hidden": "true" }, ...items.map((stop) => element("span", { class: stop.at === here.at && "on" })));
}

export function controlsOf({ stage, state, stops, here, go, form, pressed }) {
  if (!here) return [{ name: words.setUp, press: () => stage.open("set-up") }];
  const has = (view) => stops.find((stop) => stop.view === view);
  const show = (view, name) => (has(view) ? [{ name, press: () => go(has(view)), pressed: here.view === view }] : []);
  const spread = state.look.spread === "dots" ? "band" : "dots";
  const dotted = { name: words.dots, pressed: spread === "band", press: () => pressed.post("spread", { how: spread }, { look: { ...state.look, spread } }) };
  const newer = state.results.newer;
  return [
    ...(newer && newer.may_be_shown ? [{ name: words.newer, press: () => stage.deed("reveal") }] : []),
    ...show("radar", words.radar), ...show("earlier", words.earlier), ...show("sectors", words.sectors),
    ...show("items", words.oneByOne), ...show("talk", words.talk),
    ...(["talk", "more"].includes(here.view) ? show("more", words.moreToTalk) : []),
    ...(here.view === "radar" && state.results.shown.chart.lines[0].dots.length ? [dotted] : []),
    ...(["items", "talk", "more"].includes(here.view) ? [{ name: words.makeAction, press: () => act(form, state, here), expanded: form.isOpen() }] : []),
    ...(here.view === "radar" ? [{ name: words.numbers, press: () => stage.open("numbers") }] : []),
  ];
}

function act(form, state, here) {
  if (form.isOpen()) form.close();
  else {
    const shown = withChosen(state.results.shown, state.choosing);
    const first = here.view === "more" ? MOST : 0;
    const cards = shown.talk.slice(first, first + MOST).map((card) => card.about);
    const about = here.view === "items" ? [shown.dimensions[here.at].name] : [...new Set(cards)];
    form.open(about.length === 1 ? words.actionAbout(about[0]) : words.makeAction, about);
  }
}
