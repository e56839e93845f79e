// One dimension: its mean, how far people agree, its two items as bars around the middle, and its open question.

import { element, put } from "./dom.js";
import { createRadar } from "./radar.js";
import { agreement } from "./radar_labels.js";
import { words } from "./results_words.js";
import { fill } from "./talk.js";

const NARROW = 2.4;

export function createDimension(stage) {
  const name = element("h2");
  const mean = element("p", { class: "m num" });
  const agree = element("p", { class: "a" });
  const more = element("p", { class: "more" });
  const radar = createRadar(stage, { bare: true });
  const key = element("p", { class: "key" });
  const bars = element("div", { class: "bars" });
  const ask = element("p", { class: "ask" });
  const spoken = element("section", { class: "comments", "aria-label": words.comments, hidden: true });
  const node = element("div", { class: "dimension" }, element("div", { class: "dim" }, name, mean, agree, more, radar.node), bars, spoken, ask);
  let drawn = "";
  let told = "";

  function draw(results, at, spread, comments) {
    const found = results.dimensions[at];
    node.classList.toggle("spoken", comments.length > 0);
    radar.draw({ chart: results.chart, dimensions: results.dimensions, focus: at, spread, bare: true, summary: "" });
    drawComments(comments);
    const known = JSON.stringify([results.dimensions, results.widest, at]);
    if (known === drawn) return;
    drawn = known;
    const shown = found.mean || found.agreed;
    put(name, found.name);
    mean.replaceChildren(shown || words.withheld, shown ? element("small", {}, ` ${words.of(results.points.length)}`) : "");
    mean.classList.toggle("withheld", !shown);
    agree.replaceChildren(...(found.word ? [agreement(found.word), words[found.word]] : []));
    put(more, beside(found));
    bars.replaceChildren(...(found.items.length ? [legend(results.points), ...found.items.map((item) => itemOf(item, results))] : [none(found)]));
    put(ask, found.question);
  }

  // As many comments as there is room for, whole; how many more there are.
  function drawComments(comments) {
    const now = JSON.stringify([comments, spoken.clientWidth, spoken.clientHeight, stage.unit()]);
    if (now === told) return;
    told = now;
    spoken.hidden = !comments.length;
    const list = element("ul", {}, ...comments.map((comment) => element("li", { dir: "auto" }, comment.body)));
    const rest = element("p", { class: "rest", hidden: true });
    spoken.replaceChildren(element("h3", {}, words.comments), list, rest);
    let left = 0;
    while (spoken.scrollHeight > spoken.clientHeight + 1 && list.children.length > 1) {
      list.lastChild.remove();
      left += 1;
      rest.hidden = false;
      put(rest, words.moreComments(left));
    }
    told = JSON.stringify([comments, spoken.clientWidth, spoken.clientHeight, stage.unit()]);
  }

  const legend = (points) => {
    key.replaceChildren(...points.map((label, place) => {
      const [number, ...said] = label.split(" ");
      return element("span", {}, element("b", { style: fill(place, points.length) }, number), said.join(" "));
    }));
    return key;
  };

  return {
    node,
    draw,
    redraw: radar.redraw,
    stop: radar.stop,
  };
}

function beside(found) {
  const both = found.mean && found.agreed;
  return [both && words.agreedAt(found.agreed), found.then && words.thenAt(found.then, found.change)].filter(Boolean).join(". ");
}

function none(found) {
  return element("p", { class: "none" }, found.why ? words.noBars(found.why) : words.noAnswers);
}

// The middle of the scale stands between the ticks; one person has the same width in every bar of all dimensions.
function itemOf(item, { widest, points, dont_know: unknown }) {
  const each = 50 / widest;
  const parts = item.bars.map(([start, end, count], place) => {
    if (!count) return "";
    const style = `left:${50 + start * each}%;width:${(end - start) * each}%;${fill(place, points.length)}`;
    return element("b", { style, class: (end - start) * each < NARROW && "narrow" }, String(count));
  });
  const said = item.bars.map(([, , count], place) => `${points[place]}: ${count}`);
  if (item.dont_know) said.push(`${unknown}: ${item.dont_know}`);
  return element(
    "div", { class: "item" },
    element("h3", {}, item.text, item.dont_know ? element("span", { class: "unknown" }, words.dontKnow(item.dont_know, unknown)) : ""),
    element("div", { class: "bar", role: "img", "aria-label": said.join(", ") }, ...parts),
  );
}
