// Where the keys lead within Results, one after the other: the shape, the earlier workshop, the sectors, each
// dimension, and where to talk.

import { MOST } from "./talk.js";
import { words } from "./words.js";

export function stopsOf(shown) {
  if (!shown) return [];
  return [
    { view: "radar" },
    ...(shown.earlier ? [{ view: "earlier" }] : []),
    ...(shown.sectors ? [{ view: "sectors" }] : []),
    ...shown.dimensions.map((dimension, at) => ({ view: "items", dimension: dimension.id, at })),
    { view: "talk" },
    ...(shown.talk.length > MOST ? [{ view: "more" }] : []),
  ];
}

// What the button that leads to one of them says.
export const nameOf = (stop) => (stop.view === "items" ? words.to.dimension(stop.at + 1) : words.to[stop.view]);

// Which of them the room looks at: the first where there is none such.
export function stopAt(stops, look) {
  const same = (stop) => stop.view === look.view && (stop.view !== "items" || !look.dimension || stop.dimension === look.dimension);
  return Math.max(0, stops.findIndex(same));
}
