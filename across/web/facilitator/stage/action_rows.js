// Actions in rows: what, who, by when, and what became of those of last time; for the facilitator, to change or remove.

import { words } from "./actions_words.js";
import { element } from "./dom.js";
import { createRows } from "./rows.js";

const SIZES = [44, 40, 36, 34, 32, 30, 28];

export function createActionRows(stage, { number = true } = {}) {
  const rows = createRows(stage, { sizes: SIZES, changed: stage.changed, name: "agreed-actions" });
  const leads = stage.role === "stage";

  function rowOf(action, place) {
    const about = [action.way, action.with_others, number && action.last_time && words.from(action.last_time, action.state)].filter(Boolean);
    return element(
      "article", { class: "action", "aria-label": words.action(place + 1) },
      element("span", { class: "place", "aria-hidden": "true" }, String(place + 1)),
      element("h2", { dir: "auto" }, action.what, ...(about.length ? [" ", element("span", {}, `\u21b3\u00a0${about.join(", ")}`)] : [])),
      element("p", { dir: "auto" }, action.who),
      element("p", { class: "by", dir: "auto" }, number ? action.by_when : action.state),
      leads ? toolsOf(action, place + 1) : "",
    );
  }

  function toolsOf(action, place) {
    const button = (name, label, opens) =>
      element("button", { class: "btn", type: "button", "aria-label": label, "data-stands": `${opens}:${action.id}`, onclick: () => stage.open(`${opens}:${action.id}`) }, name);
    return element(
      "div", { class: "tools" },
      button(words.change, words.changeAction(place), "change-action"), button(words.remove, words.removeAction(place), "remove-action"),
    );
  }

  return {
    ...rows,
    update: (actions, page) => rows.update(() => actions.map(rowOf), JSON.stringify(actions), page),
  };
}
