// What the room chose: whether it may be shown, and where it stands among what there is to talk about.

import { words } from "./results_words.js";

export const MOST_NAMED = 3;
const TOPICS = 5;

export const mayBeShown = ({ choosing, workshop }) =>
  Boolean(choosing && !choosing.shown && choosing.people >= workshop.smallest_group);

export const showChosen = (stage, step) => stage.deed("show_chosen", { step });

// Where to talk with what the room chose: after the dimensions on which people are divided, before all others.
export function withChosen(shown, choosing) {
  if (!shown || !choosing || !choosing.shown || !choosing.shown.length) return shown;
  const divided = shown.talk.findIndex((card) => card.kind !== "divided");
  const place = divided < 0 ? shown.talk.length : divided;
  const talk = [...shown.talk.slice(0, place), chosenCard(choosing), ...shown.talk.slice(place)];
  return { ...shown, talk, nothing: "" };
}

function chosenCard({ people, shown }) {
  const first = shown.filter((topic) => topic.people === shown[0].people).map((topic) => topic.name);
  return {
    kind: "chosen", title: words.chosen, about: listed(first.slice(0, MOST_NAMED)), numbers: words.choseEach(people), question: words.whyChosen,
    dimensions: shown.map((topic) => topic.id), columns: [], topics: shown.slice(0, TOPICS),
  };
}

export const listed = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0] || "");
