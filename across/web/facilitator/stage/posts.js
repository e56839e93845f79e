// What is done on the stage is posted one after the other: presses that come fast are done in their order. A post that
// gets no answer is given up, and never sent again by itself: it may have been done all the same.

import { words } from "./words.js";

const LONGEST = 15_000;
// What leads the room elsewhere. Pressed again and again while nothing comes through, all of it would be done at once
// as soon as something does.
const MOVES = ["move", "ask", "turn", "look", "spotlight"];

// Returns what posts a deed and resolves to what was `said` of it, and whether it was `sent` at all. A move that was
// waiting behind a post that could not be sent is `letGo`.
export function createPosts(fetched = (...asked) => fetch(...asked)) {
  let last = Promise.resolve();
  let unsent = 0;

  async function send(values) {
    const giveUp = new AbortController();
    const late = setTimeout(() => giveUp.abort(), LONGEST);
    try {
      const answer = await fetched("/stage/deeds", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values), signal: giveUp.signal,
      });
      return { said: await answer.json(), sent: true };
    } catch {
      unsent += 1;
      return { said: { done: false, why: words.cannot }, sent: false };
    } finally {
      clearTimeout(late);
    }
  }

  return function post(values) {
    const before = unsent;
    last = last.then(() => {
      if (unsent === before || !MOVES.includes(values.deed)) return send(values);
      return { said: { done: false, why: words.cannot }, sent: false, letGo: true };
    });
    return last;
  };
}
