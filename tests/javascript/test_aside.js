import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, settle, startClock } from "./clock.js";
import { Server, openAside } from "./open_phone.js";
import { SECONDS, changing, choosing, saying } from "./phone_pages.js";

let server = null;

beforeEach(() => {
  startClock();
  server = new Server();
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

async function opened(html, options) {
  const phone = openAside(html, { server, streams: true, ...options });
  await settle();
  return phone;
}
const bulletin = (more) => ({
  revision: 8,
  step: "results",
  chosen_at: "",
  report_shared: false,
  now: SECONDS,
  age: 0,
  ...more,
});
const movedOn = (more) => bulletin({ step: "actions", ...more });
async function tick(phone, value) {
  await phone.click(`[value="${value}"]`);
}

for (const [name, html] of [
  ["for a choice", choosing(["trust"])],
  ["for a comment", saying()],
  ["for a change", changing("Lunch")],
]) {
  test(`a page ${name} with nothing unsaved goes along when the room moves on`, async () => {
    const phone = await opened(html);

    await phone.hear(bulletin());
    assert.deepEqual(phone.left, []);
    await phone.hear(movedOn());
    await phone.hear(movedOn());

    assert.equal(phone.left.length, 1, "it leaves, once");
  });
}

test("where the stream does not reach, the page asks, and goes along too", async () => {
  const phone = await opened(saying(), { streams: false });
  server.answer("/take-part/state", 200, movedOn());

  await pass(4000);

  assert.equal(phone.left.length, 1);
});

test("a comment that is being written stays, is told where the room is, and is kept for the pages to come", async () => {
  const phone = await opened(saying());
  await phone.type("#text", "Because we meet");

  await phone.hear(movedOn());

  assert.deepEqual(phone.left, []);
  assert.equal(phone.status, "The group has gone on to Actions. What is not saved here is kept.");
  assert.equal(phone.find("#status a").getAttribute("href"), "/take-part");
  assert.equal(phone.find("#text").value, "Because we meet");
  const { kind, dimension, text } = JSON.parse(phone.kept["draft.comment"]);
  assert.deepEqual([kind, dimension, text], ["comment", "trust", "Because we meet"]);
});

test("who empties a box after the room has moved on is left where they are", async () => {
  const phone = await opened(saying());
  await phone.type("#text", "Because");
  await phone.hear(movedOn());

  await phone.type("#text", "");
  await phone.hear(movedOn({ revision: 9 }));

  assert.deepEqual(phone.left, []);
});

test("a room that comes back is where the page is", async () => {
  const phone = await opened(saying());
  await phone.type("#text", "Because");
  await phone.hear(movedOn());

  await phone.hear(bulletin({ revision: 9 }));

  assert.equal(phone.status, "");
});

test("what is unsaved is there when the page is opened again", async () => {
  const before = await opened(changing("Lunch"));
  await before.type("#text", "Lunch, weekly");
  const chosen = await opened(choosing(["trust"]), before.asOtherTab);
  await tick(chosen, "trust");
  await tick(chosen, "contact");

  const [text, ticks] = [await opened(changing("Lunch"), before.asOtherTab), await opened(choosing(), before.asOtherTab)];

  assert.equal(text.find("#text").value, "Lunch, weekly");
  assert.deepEqual(
    ticks.all(":checked").map(({ value }) => value),
    ["contact"],
  );
});

test("what is as it was saved is not kept", async () => {
  const phone = await opened(choosing(["trust"]));

  await tick(phone, "contact");
  assert.deepEqual(Object.keys(phone.kept), ["choice.results"]);
  await tick(phone, "contact");

  assert.deepEqual(phone.kept, {});
});

test("a choice that is saved is sent once, and the phone is back at the workshop's page", async () => {
  const phone = await opened(choosing());
  server.answer("/take-part/votes", 200, { saved: true, then: "/take-part?step=results&saved=choice" });
  await tick(phone, "trust");

  await phone.submit("form");

  const sent = { code: "ABCDEF", at: "results", step: "results", "topic-0": "trust" };
  assert.deepEqual(server.posts("votes"), [sent]);
  assert.equal(phone.left.length, 1);
  assert.deepEqual(phone.kept, {});
});

test("what is refused stays with its reason beside it", async () => {
  const phone = await opened(saying());
  server.answer("/take-part/comment", 422, { saved: false, why: "The report has been shared.", final: true });
  await phone.type("#text", "Too late");

  await phone.submit("form");

  assert.equal(phone.text("#why"), "Not saved. The report has been shared.");
  assert.equal(phone.find("#why").hidden, false);
  assert.deepEqual([phone.find("#text").value, phone.left], ["Too late", []]);
});

test("what cannot be sent without a connection stays, and can be sent again", async () => {
  const phone = await opened(saying());
  server.reachable = false;
  await phone.type("#text", "Because");
  await phone.submit("form");
  assert.match(phone.text("#why"), /^Not saved\. There is no connection\./);
  server.reachable = true;
  server.answer("/take-part/comment", 200, { saved: true, then: "/take-part?saved=comment" });

  await phone.submit("form");

  assert.equal(server.posts("comment").length, 2);
  assert.equal(phone.left.length, 1);
});

// While the server has not answered; `answers` lets its answer come.
async function saving(html, more) {
  const phone = await opened(html);
  let arrive = null;
  await more(phone);
  server.fetch = () => new Promise((resolve) => (arrive = resolve));
  await phone.submit("form");
  assert.equal(phone.status, "Saving…");
  return {
    phone,
    async answers(status, body) {
      arrive(new Response(JSON.stringify(body), { status }));
      await settle();
    },
  };
}
const FIELDS = "textarea, select, [type=checkbox]";
const held = (phone) => phone.all(FIELDS).filter((field) => field.disabled || field.readOnly);

for (const [name, html, more] of [
  ["a choice", choosing(), (phone) => tick(phone, "trust")],
  ["a comment", saying(), (phone) => phone.type("#text", "Because")],
  ["a change", changing("Lunch"), (phone) => phone.type("#text", "Lunch, weekly")],
]) {
  test(`while ${name} is being saved nothing can be changed that would not be saved`, async () => {
    const { phone, answers } = await saving(html, more);
    assert.deepEqual(held(phone), phone.all(FIELDS));

    await answers(200, { saved: true, then: "/take-part" });

    assert.deepEqual(held(phone), phone.all(FIELDS), "until the page is left");
    assert.deepEqual([phone.kept, phone.left.length], [{}, 1]);
  });

  test(`after ${name} was refused, everything is as it was, is kept, and can be changed again`, async () => {
    const { phone, answers } = await saving(html, more);
    const before = phone.kept;
    // What browsers tell of a text that was typed once the focus leaves it.
    phone.find(FIELDS).dispatchEvent(new phone.window.Event("change", { bubbles: true }));

    await answers(422, { saved: false, why: "The report has been shared." });

    assert.deepEqual(held(phone), []);
    assert.deepEqual(phone.kept, before);
    await more(phone);
    assert.deepEqual(phone.left, []);
  });
}

test("a box that is ticked while a choice is being saved stays as it is", async () => {
  const { phone } = await saving(choosing(), (one) => tick(one, "trust"));

  await tick(phone, "contact");

  assert.deepEqual(
    phone.all(":checked").map(({ value }) => value),
    ["trust"],
  );
});

for (const [where, query, html] of [
  ["the box", '[value="trust"]', choosing()],
  ["the text", "#text", saying()],
  ["the list", "#dimension", saying()],
]) {
  test(`who was at ${where} while saving failed is there again`, async () => {
    const { phone, answers } = await saving(html, (one) => one.find(query).focus());
    // Browsers take the focus from what cannot be used.
    if (phone.find(query).disabled) phone.find(query).blur();

    await answers(422, { saved: false, why: "The report has been shared." });

    assert.equal(phone.document.activeElement, phone.find(query));
  });
}

test("who went elsewhere while saving failed is left there", async () => {
  const { phone, answers } = await saving(saying(), (one) => one.find("#text").focus());
  phone.find("button").focus();

  await answers(422, { saved: false, why: "The report has been shared." });

  assert.equal(phone.document.activeElement, phone.find("button"));
});

test("a page that a browser opens again as it was while saving can be used", async () => {
  const phone = await opened(choosing().replaceAll("<input type=\"checkbox\"", '<input disabled type="checkbox"'));

  assert.deepEqual(held(phone), []);
});

test("a page on which one chooses is asked for anew once the group's choice is shown", async () => {
  const phone = await opened(choosing(["trust"]));

  await phone.hear(bulletin({ chosen_at: "results" }));

  assert.equal(phone.left.length, 1);
});

test("what is ticked and unsaved is left there when the group's choice is shown", async () => {
  const phone = await opened(choosing());
  await tick(phone, "trust");

  await phone.hear(bulletin({ chosen_at: "results" }));

  assert.deepEqual([phone.left, phone.find('[value="trust"]').checked], [[], true]);
});

test("when the workshop is deleted nothing of it is kept", async () => {
  const phone = await opened(saying());
  await phone.type("#text", "Because");

  phone.stream.listeners.gone();
  await settle();

  assert.deepEqual([phone.kept, phone.left.length], [{}, 1]);
});
