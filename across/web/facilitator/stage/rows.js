// Rows as large as they go on one page; where the smallest size does not hold them, on as many pages as that takes.

import { element } from "./dom.js";

export function createRows(stage, { sizes, changed, name }) {
  const list = element("div", { class: "rows" });
  const node = element("div", { class: `room ${name}` }, list);
  let rows = [];
  let known = "";
  let pages = [[]];
  let wanted = 0;

  const shownPage = () => Math.max(0, Math.min(wanted, pages.length - 1));

  function search() {
    for (const row of rows) row.hidden = false;
    const holds = () => list.offsetHeight <= node.clientHeight + 1;
    for (const size of sizes) {
      list.style.setProperty("--fs", `calc(${size} * var(--u))`);
      if (holds()) return [rows];
    }
    return packed(rows, node.clientHeight);
  }

  function draw() {
    const page = pages[shownPage()];
    for (const row of rows) row.hidden = !page.includes(row);
  }

  return {
    node,
    // Show these rows at this page; `key` says whether they are others than before.
    update(made, key, page) {
      wanted = page;
      const now = `${key} ${node.clientWidth} ${node.clientHeight} ${stage.unit()}`;
      if (now !== known) {
        const before = pages.length;
        if (!known.startsWith(`${key} `)) {
          rows = made();
          list.replaceChildren(...rows);
        }
        known = now;
        pages = node.clientHeight ? search() : [rows];
        if (pages.length !== before) changed();
      }
      draw();
    },
    forget() {
      known = "";
    },
    page: shownPage,
    pages: () => pages.length,
  };
}

// In their order, as many as fit on each page; a heading stays with what follows it.
function packed(rows, room) {
  const pages = [[]];
  let left = room;
  rows.forEach((row, place) => {
    const next = rows[place + 1];
    const needs = row.offsetHeight + (row.dataset.heading && next ? next.offsetHeight : 0);
    if (needs > left && pages.at(-1).length) {
      pages.push([]);
      left = room;
    }
    pages.at(-1).push(row);
    left -= row.offsetHeight;
  });
  return pages;
}
