// Beside a question that is asked large: the time, and how many have sent a note.

import { element, put } from "./dom.js";
import { words } from "./question_words.js";
import { clock } from "./timer.js";

export function createSide() {
  const time = element("div", { class: "time" });
  const sent = element("b", { class: "num" });
  const ofAll = element("p");
  const others = element("p", { class: "others" });
  const node = element("aside", { class: "side" }, time, element("div", { class: "sent" }, sent, ofAll, others));
  const ticking = clock(time);

  return {
    node,
    update(state) {
      const { sending, counts } = state;
      ticking.update(state);
      time.hidden = !state.timer;
      put(sent, String(sending.sent));
      put(ofAll, words.ofAll(counts.joined, sending.sent));
      const more = [sending.writing && words.writing(sending.writing), sending.finished && words.finished(sending.finished)];
      put(others, more.filter(Boolean).join(", "));
    },
    stop: () => ticking.stop(),
  };
}
