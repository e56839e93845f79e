import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, settle, startClock } from "./clock.js";
import { Server, open } from "./open_phone.js";
import { SECONDS, othersList, withOthers } from "./phone_pages.js";

const [A, B, C] = ["a", "b", "c"].map((letter) => letter.repeat(32));
const FIRST = [
  { id: A, text: "One handover." },
  { id: B, text: "One record.", besides: "2 others" },
];
let server = null;

beforeEach(() => {
  startClock();
  mock.method(Math, "random", () => 0);
  server = new Server();
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const lists = (notes, version = '"1"') => server.answer("/take-part/others", 200, othersList(notes), { ETag: version });
async function opened(html, options) {
  const phone = open(html, { server, streams: true, ...options });
  await settle();
  return phone;
}
async function unfold(phone) {
  phone.find("#others").open = true;
  await pass(1);
}
const texts = (phone) => phone.all("#others li .text").map((line) => line.textContent);
const pressed = (phone) => phone.all("#others button").map((button) => button.getAttribute("aria-pressed"));
const tellOfNews = (phone, revision) => phone.hear({ revision, step: "question-1", timer: null, now: SECONDS });

test("the list of others' notes is asked for when it is opened", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([], { count: 2 }));
  assert.equal(server.gets("/take-part/others").length, 0);

  await unfold(phone);

  assert.deepEqual(texts(phone), ["One handover.", "One record."]);
  assert.equal(phone.text("#how-many"), "2");
  const [{ query }] = server.gets("/take-part/others");
  assert.deepEqual(Object.fromEntries(query), { code: "ABCDEF", step: "question-1" });
});

test("a list that is closed has its number brought up to date, and nothing else", async () => {
  lists([...FIRST, { id: C, text: "Third" }]);
  const phone = await opened(withOthers([], { count: 2 }));

  await tellOfNews(phone, 8);
  await pass(20_000);

  const [{ query }] = server.gets("/take-part/others");
  assert.equal(query.get("count"), "");
  assert.equal(phone.text("#how-many"), "3");
  assert.deepEqual(texts(phone), []);
});

test("an open list is brought up to date every five seconds at most", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  lists([{ id: C, text: "Newest." }, ...FIRST]);

  for (const revision of [8, 9, 10]) await tellOfNews(phone, revision);
  await pass(4900);
  assert.equal(server.gets("/take-part/others").length, 1);
  await pass(200);

  assert.equal(server.gets("/take-part/others").length, 2);
  assert.deepEqual(texts(phone), ["Newest.", "One handover.", "One record."]);
});

test("a note that stays is the same element, so that a button keeps the focus", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  const button = phone.all("#others button")[1];
  button.focus();
  lists([
    { id: C, text: "Newest." },
    { ...FIRST[1], besides: "3 others" },
  ]);

  await tellOfNews(phone, 8);
  await pass(5000);

  assert.equal(phone.document.activeElement, button);
  assert.equal(phone.all("#others .mark .small")[1].textContent, "3 others");
});

test("a note that is taken away while its button has the focus gives it to the heading of the list", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  phone.find("#others button").focus();
  lists([FIRST[1]]);

  await tellOfNews(phone, 8);
  await pass(5000);

  assert.deepEqual(texts(phone), ["One record."]);
  assert.equal(phone.document.activeElement, phone.find("#others summary"));
});

test("a list that has not changed is not sent again", async () => {
  lists(FIRST, '"v7"');
  const phone = await opened(withOthers([]));
  await unfold(phone);
  server.answer("/take-part/others", 304, null);

  await tellOfNews(phone, 8);
  await pass(5000);

  assert.equal(server.gets("/take-part/others")[1].headers["If-None-Match"], '"v7"');
  assert.deepEqual(texts(phone), ["One handover.", "One record."]);
});

test("a mark shows at once and is kept", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  server.answer("/take-part/mark", "never");

  await phone.submit("#others .mark");

  assert.deepEqual(pressed(phone), ["true", "false"]);
  const [mark] = server.posts("mark");
  assert.deepEqual([mark.note, mark.marked, mark.question], [A, "1", "question-1"]);
});

test("pressing again takes a mark back", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);

  await phone.submit("#others .mark");
  await phone.submit("#others .mark");

  assert.deepEqual(
    server.posts("mark").map(({ marked }) => marked),
    ["1", "0"],
  );
  assert.deepEqual(pressed(phone), ["false", "false"]);
});

test("an unsent mark outlasts a list that does not know it yet", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  server.answer("/take-part/mark", "never");
  await phone.submit("#others .mark");

  await tellOfNews(phone, 8);
  await pass(5000);

  assert.deepEqual(pressed(phone), ["true", "false"]);
});

test("a list that was on its way while a mark was saved is asked for again", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  const { fetch } = server;
  let arrive = null;
  server.fetch = (where, options) => {
    const reply = fetch.call(server, where, options);
    return where.startsWith("/take-part/others") ? new Promise((resolve) => (arrive = () => resolve(reply))) : reply;
  };
  await tellOfNews(phone, 8);
  await pass(5000);
  await phone.submit("#others .mark");

  arrive();
  await settle();
  assert.deepEqual(pressed(phone), ["true", "false"]);
  await pass(5000);

  assert.equal(server.gets("/take-part/others").length, 3);
});

test("a mark that is refused is shown as it was and says why", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  server.answer("/take-part/mark", 422, { saved: false, why: "This note is no longer shown.", final: true });

  await phone.submit("#others .mark");

  assert.deepEqual(pressed(phone), ["false", "false"]);
  assert.equal(phone.status, "Not saved. This note is no longer shown.");
});

test("without a connection an opened list says that it cannot be loaded", async () => {
  const phone = await opened(withOthers([], { count: 2 }));
  server.reachable = false;

  await unfold(phone);
  assert.equal(phone.text("#coming"), "They cannot be loaded without a connection.");
  assert.equal(phone.find("#coming").hidden, false);
  server.reachable = true;
  lists(FIRST);
  await pass(5500);

  assert.equal(phone.find("#coming").hidden, true);
  assert.deepEqual(texts(phone), ["One handover.", "One record."]);
});

test("a list that came with the page shows which notes are marked", async () => {
  const notes = [{ ...FIRST[0], marked: 1 }, FIRST[1]];
  lists(notes);

  const phone = await opened(withOthers(notes, { open: true }));

  assert.deepEqual(pressed(phone), ["true", "false"]);
});

test("while a list is on its way no other is asked for", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  server.answer("/take-part/others", "never");

  for (const revision of [8, 9, 10]) {
    await tellOfNews(phone, revision);
    await pass(5000);
  }

  assert.equal(server.gets("/take-part/others").length, 2);
});

test("a list that did not come is asked for again", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  server.answer("/take-part/others", "never");
  await tellOfNews(phone, 8);
  await pass(5000);
  lists([{ id: C, text: "Newest." }, ...FIRST]);

  await pass(15_500);

  assert.deepEqual(texts(phone), ["Newest.", "One handover.", "One record."]);
});

test("the number of a closed list is asked for every twenty seconds at most", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([], { count: 2 }));

  for (let second = 1; second <= 60; second += 1) {
    await tellOfNews(phone, 7 + second);
    await pass(1000);
  }

  assert.equal(server.gets("/take-part/others").length, 3);
});

test("a number is asked for anew even where a list was sent before", async () => {
  lists(FIRST, '"v7"');
  const phone = await opened(withOthers([]));
  await unfold(phone);
  phone.find("#others").open = false;
  await pass(1);

  await tellOfNews(phone, 8);
  await pass(20_000);

  const { query, headers } = server.gets("/take-part/others")[1];
  assert.equal(query.get("count"), "");
  assert.equal(headers["If-None-Match"], undefined);
});

test("a phone that is put away asks for no notes", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([], { count: 2 }));
  Object.defineProperty(phone.document, "hidden", { value: true });

  await tellOfNews(phone, 8);
  await pass(20_000);

  assert.deepEqual(server.gets("/take-part/others"), []);
});

test("new notes come in where the server has them", async () => {
  const [D, E] = ["d", "e"].map((letter) => ({ id: letter.repeat(32), text: letter }));
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  lists([{ id: C, text: "c" }, FIRST[0], D, FIRST[1], E]);

  await tellOfNews(phone, 8);
  await pass(5000);

  assert.deepEqual(texts(phone), ["c", "One handover.", "d", "One record.", "e"]);
});

test("a mark that was made in another tab shows with the next list", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  lists([{ ...FIRST[0], marked: 1 }, FIRST[1]]);

  await tellOfNews(phone, 8);
  await pass(5000);

  assert.deepEqual(pressed(phone), ["true", "false"]);
});

test("the sentence of an empty list goes with its first note", async () => {
  lists([]);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  assert.equal(phone.find("#list p.small").hidden, false);
  lists(FIRST);

  await tellOfNews(phone, 8);
  await pass(5000);

  assert.equal(phone.find("#list p.small").hidden, true);
});

test("the script of the list is fetched again where it did not come", async () => {
  server.reachable = false;
  const phone = await opened(withOthers([], { count: 2 }));
  server.reachable = true;
  lists(FIRST);
  await pass(6000);

  await unfold(phone);

  assert.deepEqual(texts(phone), ["One handover.", "One record."]);
});

test("a list that is opened while its number is on the way is asked for after that", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([], { count: 1 }));
  const { fetch } = server;
  let arrive = null;
  server.fetch = (where, options) => {
    const reply = fetch.call(server, where, options);
    return new Promise((resolve) => (arrive = () => resolve(reply)));
  };
  await tellOfNews(phone, 8);
  await pass(20_000);
  server.fetch = fetch;
  await unfold(phone);
  assert.deepEqual(texts(phone), []);

  arrive();
  await pass(500);

  assert.equal(phone.text("#how-many"), "2");
  assert.deepEqual(texts(phone), ["One handover.", "One record."]);
});

test("a list that is closed and opened again within five seconds is not asked for again", async () => {
  lists(FIRST);
  const phone = await opened(withOthers([]));
  await unfold(phone);
  phone.find("#others").open = false;
  await pass(1000);

  await unfold(phone);

  assert.equal(server.gets("/take-part/others").length, 1);
});

const finished = (phone) => phone.find(".done button").getAttribute("aria-pressed");

test("that somebody has finished shows at once, is kept, and can be taken back", async () => {
  const phone = await opened(withOthers([]));
  server.answer("/take-part/finished", "never");

  await phone.submit(".done");
  assert.equal(finished(phone), "true");
  server.answer("/take-part/finished", 200, { saved: true });
  await pass(15_000);
  await pass(15_000);
  await phone.submit(".done");

  assert.equal(finished(phone), "false");
  assert.equal(phone.status, "Saved");
  const said = server.posts("finished");
  assert.deepEqual([said[0].finished, said.at(-1).finished, said[0].step], ["yes", "no", "question-1"]);
});

test("a page of somebody who has finished already takes that back first", async () => {
  const phone = await opened(withOthers([], { finished: true }));

  await phone.submit(".done");

  assert.equal(finished(phone), "false");
  assert.deepEqual(
    server.posts("finished").map((form) => form.finished),
    ["no"],
  );
});

test("a sign of writing goes out when somebody begins, and every ten seconds at most", async () => {
  const phone = await opened(withOthers([]));
  await phone.type("#text", "L");
  await phone.type("#text", "Lu");
  await pass(9500);
  await phone.type("#text", "Lun");
  const first = server.posts("writing");
  await pass(500);
  await phone.type("#text", "Lunc");

  assert.deepEqual(first, [{ code: "ABCDEF", step: "question-1" }]);
  assert.equal(server.posts("writing").length, 2);
});

test("a sign of writing that does not arrive is not missed", async () => {
  const phone = await opened(withOthers([]));
  server.reachable = false;

  await phone.type("#text", "Lunch");

  assert.equal(phone.status, "");
  assert.deepEqual(phone.keptUnder("out."), []);
});
