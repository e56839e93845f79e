// Copying the join link, with a clipboard for pages and without one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { copy } from "../../across/web/facilitator/stage/copying.js";

const LINK = "https://workshop.example.org/join/ACDEFG";

// A page whose browser copies what is selected, where it allows that.
function aPage(allows) {
  const page = { copied: "", boxes: 0, activeElement: { focus: () => (page.focused = true) }, focused: false };
  page.createElement = () => {
    const box = { select: () => (page.selected = box.value), remove: () => (page.boxes -= 1) };
    return box;
  };
  page.body = { append: () => (page.boxes += 1) };
  page.execCommand = () => {
    if (allows) page.copied = page.selected;
    return allows;
  };
  return page;
}

test("the link is copied to the clipboard, and the page stays as it is", async () => {
  const written = [];
  const page = aPage(true);

  assert.equal(await copy(LINK, { clipboard: { writeText: async (text) => written.push(text) }, page }), true);
  assert.deepEqual([written, page.copied], [[LINK], ""]);
});

for (const clipboard of [null, { writeText: () => Promise.reject(new Error("not allowed")) }]) {
  test(`without a clipboard (${clipboard ? "refused" : "none"}) the page copies it, and the focus comes back`, async () => {
    const page = aPage(true);

    assert.equal(await copy(LINK, { clipboard, page }), true);
    assert.deepEqual([page.copied, page.boxes, page.focused], [LINK, 0, true]);
  });
}

test("where copying is not allowed at all, that is said", async () => {
  assert.equal(await copy(LINK, { clipboard: null, page: aPage(false) }), false);
});
