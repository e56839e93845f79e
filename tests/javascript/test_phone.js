import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { NOW, pass, putBack, settle, setClock, startClock } from "./clock.js";
import { Locks, Server, open, refusedStorage } from "./open_phone.js";
import { SECONDS, page, part, question, questionnaire, results } from "./phone_pages.js";

const UP = "Time is up: finish your sentence";
let server = null;

beforeEach(() => {
  startClock();
  server = new Server();
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const opened = async (html, options) => {
  const phone = open(html, { server, ...options });
  await settle();
  return phone;
};
async function sendNote(phone, text) {
  await phone.type("#text", text);
  await phone.submit("#note");
}

const bulletin = (more) => ({ revision: 8, step: "question-1", timer: null, now: SECONDS, age: 0, ...more });
const nextPart = (step, options) => [200, part(step, "", options), { "Across-Part": "1" }];

// Notes

test("a note that is sent is saved and listed once", async () => {
  const phone = await opened(question());
  await phone.type("#way", "conflict");

  await sendNote(phone, "We hand over twice.");

  const [{ id, ...note }] = server.posts("note");
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual(note, { code: "ABCDEF", question: "question-1", text: "We hand over twice.", way: "conflict" });
  assert.equal(phone.status, "Saved");
  assert.deepEqual(
    phone.all("#notes li p").map((line) => line.textContent),
    ["We hand over twice.", "Conflict management"],
  );
  assert.equal(phone.find("#sent").hidden, false);
  assert.equal(phone.find("#text").value, "");
  assert.deepEqual(phone.keptUnder("out."), []);
});

test("an empty note is not sent and the phone says what to do", async () => {
  const phone = await opened(question());

  await sendNote(phone, "  \n ");

  assert.deepEqual(server.posts("note"), []);
  assert.equal(phone.status, "There is nothing to send yet. Write something first.");
  assert.equal(phone.document.activeElement.id, "text");
});

test("a note without a connection stays on the phone and says that it is not saved", async () => {
  const phone = await opened(question());
  server.reachable = false;

  await sendNote(phone, "Kept here.");

  assert.equal(phone.status, "Not saved yet");
  assert.equal(phone.find("#status").className, "unsaved");
  assert.deepEqual(
    phone.keptUnder("out.").map(({ kind, fields }) => [kind, fields.text]),
    [["note", "Kept here."]],
  );
  assert.deepEqual(
    phone.all("#notes li.here p").map((line) => line.textContent),
    ["Kept here.", "Not saved yet"],
  );
});

test("what is unsent is sent again, later each time, until it is saved", async () => {
  const phone = await opened(question());
  server.reachable = false;
  await sendNote(phone, "Kept here.");

  await pass(2500);
  assert.equal(server.posts("note").length, 2, "after 1 s, and not yet after the next 2 s");
  await pass(500);
  assert.equal(server.posts("note").length, 3);
  server.reachable = true;
  await pass(4000);

  assert.equal(phone.status, "Saved");
  assert.equal(new Set(server.posts("note").map(({ id }) => id)).size, 1, "the same note each time");
  assert.deepEqual(phone.keptUnder("out."), []);
  assert.deepEqual(
    phone.all("#notes li").map((line) => [line.className, line.textContent]),
    [["", "Kept here.Change or take back"]],
  );
});

test("waiting between two attempts never takes longer than fifteen seconds", async () => {
  server.reachable = false;
  const phone = await opened(question());
  await sendNote(phone, "Kept here.");
  await pass(60_000);
  const before = server.posts("note").length;

  await pass(15_000);

  assert.equal(server.posts("note").length, before + 1);
});

test("what fails after something was saved is tried again soon", async () => {
  server.reachable = false;
  const phone = await opened(question());
  await sendNote(phone, "first");
  await pass(8000);
  server.reachable = true;
  await pass(8000);
  assert.equal(phone.status, "Saved");
  server.reachable = false;
  await sendNote(phone, "second");
  server.asked.length = 0;

  await pass(1000);

  assert.equal(server.posts("note").length, 1);
});

test("notes are sent in the order in which they were written", async () => {
  server.reachable = false;
  const phone = await opened(question());
  for (const text of ["first", "second", "third"]) await sendNote(phone, text);
  server.asked.length = 0;
  server.reachable = true;

  await phone.tell("online");

  assert.deepEqual(
    server.posts("note").map(({ text }) => text),
    ["first", "second", "third"],
  );
});

test("what is unsent when a phone is closed is sent when it opens the page again", async () => {
  server.reachable = false;
  const before = await opened(question());
  await sendNote(before, "Written on the bus.");
  server.reachable = true;
  server.asked.length = 0;

  const after = await opened(question(), before.asOtherTab);

  assert.deepEqual(
    server.posts("note").map(({ text }) => text),
    ["Written on the bus."],
  );
  assert.equal(after.status, "Saved");
});

test("a request without an answer counts as lost after fifteen seconds", async () => {
  server.answer("/take-part/note", "never");
  const phone = await opened(question());
  await sendNote(phone, "Slow.");
  assert.equal(phone.status, "Saving…");

  await pass(15_000);
  assert.equal(phone.status, "Not saved yet");
  server.answer("/take-part/note", 200, { saved: true });
  await pass(1000);

  assert.equal(phone.status, "Saved");
});

test("a refusal that may pass is tried again", async () => {
  server.answer("/take-part/note", 429, { saved: false, why: "Too many tries.", final: false });
  const phone = await opened(question());
  await sendNote(phone, "Again.");
  assert.equal(phone.status, "Not saved yet");

  server.answer("/take-part/note", 200, { saved: true });
  await pass(1000);

  assert.equal(phone.status, "Saved");
});

const refuseNotes = (why = "It is too long.") =>
  server.answer("/take-part/note", 413, { saved: false, why, final: true });

test("a note that is refused for good stays in its box, with the reason beside it", async () => {
  refuseNotes();
  const phone = await opened(question());
  await phone.type("#way", "conflict");

  await sendNote(phone, "Much too long.");

  assert.deepEqual([phone.find("#text").value, phone.find("#way").value], ["Much too long.", "conflict"]);
  assert.equal(phone.text("#near"), "Not saved. It is too long.");
  assert.equal(phone.status, "Not saved. It is too long.", "it is said aloud");
  assert.equal(phone.find("#status").className, "unseen", "and seen once");
  assert.deepEqual([phone.keptUnder("out."), phone.all("#notes li")], [[], []]);
  assert.equal((await opened(question(), phone.asOtherTab)).find("#text").value, "Much too long.");
});

test("a note that is refused while another one is begun is above them, to be sent or thrown away", async () => {
  const { promise: sent, resolve: send } = Promise.withResolvers();
  const fetch = server.fetch.bind(server);
  refuseNotes();
  mock.method(server, "fetch", (...request) => sent.then(() => fetch(...request)));
  const phone = await opened(question());
  await sendNote(phone, "Much too long.");
  await phone.type("#text", "Begun already.");

  send();
  await settle();

  assert.equal(phone.find("#text").value, "Begun already.");
  assert.deepEqual([phone.find("#unsent").hidden, phone.find("#later").value], [false, "Much too long."]);
  server.answer("/take-part/note", 200, { saved: true });
  await phone.type("#later", "Shorter.");
  await phone.submit("#unsent");
  assert.deepEqual(server.posts("note").at(-1).text, "Shorter.");
  assert.equal(phone.find("#unsent").hidden, true);
});

test("what was refused because the report is shared is no longer said once it is not, and the note can be sent", async () => {
  refuseNotes("The report has been shared.");
  const shared = (report_shared, revision) => bulletin({ report_shared, revision });
  const phone = await opened(question({ rests: { step: "question-1", report_shared: true } }), { streams: true });
  await phone.hear(shared(true, 8));
  await sendNote(phone, "Late");
  phone.find("#text").focus();
  const news = question({ revision: 9, rests: { step: "question-1", report_shared: false } });
  server.answer("/take-part/part", ...nextPartOf(news));

  await phone.hear(shared(false, 9));
  await pass(1);

  assert.deepEqual([phone.status, phone.text("#near"), phone.find("#text").value], ["", "", "Late"]);
  assert.equal(phone.document.activeElement, phone.find("#text"), "who is typing goes on typing");
});

test("after Send it is said at the box how it went and how many of one's own are below", async () => {
  const phone = await opened(question());
  await sendNote(phone, "One.");
  assert.equal(phone.text("#near"), "Saved. Notes you have sent, below: 1");
  server.reachable = false;
  await sendNote(phone, "Two.");
  assert.deepEqual([phone.text("#near"), phone.find("#near").className], ["Not saved yet", "problem"]);
  server.reachable = true;

  await phone.tell("online");

  assert.equal(phone.text("#near"), "Saved. Notes you have sent, below: 2");
  assert.equal(phone.all("[role=status],[role=alert],[aria-live]").filter((line) => line.id === "near").length, 0);
});

test("a comment that was left unsent is above every page, and is sent as what it is", async () => {
  const left = { kind: "comment", id: "c".repeat(32), dimension: "trust", text: "We meet", code: "ABCDEF" };
  const before = await opened(question());
  before.window.localStorage.setItem("across.ABCDEF.draft.comment", JSON.stringify(left));
  const phone = await opened(page(part("welcome", "")), before.asOtherTab);
  assert.equal(phone.text("#unsent label"), "Your unsent comment is here");
  server.answer("/take-part/comment", 422, { saved: false, why: "Not now.", final: true });
  await phone.submit("#unsent");
  assert.deepEqual([phone.find("#unsent").hidden, phone.find("#later").value], [false, "We meet"]);
  server.answer("/take-part/comment", 200, { saved: true });

  await phone.submit("#unsent");

  assert.deepEqual(
    server.posts("comment").map(({ id, dimension, text }) => [id, dimension, text]),
    [
      ["c".repeat(32), "trust", "We meet"],
      ["c".repeat(32), "trust", "We meet"],
    ],
  );
  assert.equal(phone.find("#unsent").hidden, true);
});

test("a refusal does not hold up what was written after it", async () => {
  const phone = await opened(question());
  server.reachable = false;
  await sendNote(phone, "refused");
  await sendNote(phone, "fine");
  server.reachable = true;
  server.answer("/take-part/note", 413, { saved: false, why: "It is too long.", final: true });
  const { fetch } = server;
  server.fetch = (where, options) => {
    const reply = fetch.call(server, where, options);
    server.answer("/take-part/note", 200, { saved: true });
    return reply;
  };

  await phone.tell("online");

  assert.deepEqual(
    server
      .posts("note")
      .slice(-2)
      .map(({ text }) => text),
    ["refused", "fine"],
  );
  assert.deepEqual(
    phone.keptUnder("draft.").map(({ text }) => text),
    ["refused"],
  );
});

test("what is typed and not sent comes back on the page of its own question", async () => {
  const before = await opened(question());
  await before.type("#text", "Half a thought");
  await before.type("#way", "conflict");

  const same = await opened(question(), before.asOtherTab);
  const other = await opened(question().replaceAll("question-1", "question-2"), before.asOtherTab);

  assert.deepEqual([same.find("#text").value, same.find("#way").value], ["Half a thought", "conflict"]);
  assert.equal(other.find("#text").value, "");
});

test("a draft is dropped once it is sent or emptied", async () => {
  const phone = await opened(question());
  await phone.type("#text", "A thought");
  await phone.type("#text", "");
  assert.deepEqual(phone.keptUnder("draft."), []);

  await sendNote(phone, "A thought");

  assert.deepEqual(phone.keptUnder("draft."), []);
});

test("an unsent note of another question is not listed here", async () => {
  server.reachable = false;
  const before = await opened(question());
  await sendNote(before, "On the first.");

  const other = await opened(question().replaceAll("question-1", "question-2"), before.asOtherTab);

  assert.deepEqual(other.all("#notes li"), []);
  assert.equal(other.status, "Not saved yet");
  server.reachable = true;
  await other.tell("online");
  assert.equal(other.status, "Saved");
  assert.deepEqual(other.all("#notes li"), []);
});

// A note that was left unsent, and notes that can be changed

async function movedOnFrom(phone, options = {}) {
  const nav = `<nav><a href="/take-part?step=question-1">Question 1</a></nav>`;
  server.answer("/take-part/part", 200, part("welcome", nav, { revision: 9, ...options }), { "Across-Part": "1" });
  await phone.hear(bulletin({ step: "welcome", revision: 9 }));
  await pass(1);
}

test("a half-typed note stays in sight when the group moves on, and is sent to its own question", async () => {
  const phone = await opened(question(), { streams: true });
  await phone.type("#text", "Half a");
  await phone.type("#way", "conflict");

  await movedOnFrom(phone);

  assert.equal(phone.text("#unsent label"), "Your unsent note is here");
  assert.equal(phone.find("#later").value, "Half a");
  assert.equal(phone.text("#unsent button"), "Send to Question 1");
  await phone.type("#later", "Half a note");
  assert.equal(phone.find("#unsent").hidden, false);
  await phone.submit("#unsent");
  const [{ question: where, text, way }] = server.posts("note");
  assert.deepEqual([where, text, way], ["question-1", "Half a note", "conflict"]);
  assert.equal(phone.find("#unsent").hidden, true);
  assert.equal(phone.status, "Saved");
  assert.deepEqual(phone.keptUnder("draft."), []);
});

test("who is typing when the group moves on goes on typing", async () => {
  const phone = await opened(question(), { streams: true });
  phone.find("#text").focus();
  await phone.type("#text", "Half a");

  await movedOnFrom(phone);

  assert.equal(phone.document.activeElement, phone.find("#later"));
});

test("who has typed nothing has the focus at the new heading", async () => {
  const phone = await opened(question(), { streams: true });
  await phone.type("#text", "A");
  await phone.type("#text", "");
  phone.find("#text").focus();

  await movedOnFrom(phone);

  assert.equal(phone.document.activeElement, phone.find("h1"));
  assert.equal(phone.find("#unsent").hidden, true);
});

test("an unsent note is in sight on a page that is opened later, and can be thrown away", async () => {
  const before = await opened(question());
  await before.type("#text", "Half a");

  const phone = await opened(page(part("welcome", "")), before.asOtherTab);
  assert.equal(phone.find("#later").value, "Half a");
  assert.equal(phone.text("#unsent button"), "Send note");
  await phone.click("#unsent .plain");

  assert.equal(phone.find("#unsent").hidden, true);
  assert.deepEqual([server.posts("note"), phone.keptUnder("draft.")], [[], []]);
});

test("an unsent note is in its own box on the page of its question, and nowhere twice", async () => {
  const before = await opened(question());
  await before.type("#text", "Half a");

  const phone = await opened(question(), before.asOtherTab);

  assert.equal(phone.find("#text").value, "Half a");
  assert.equal(phone.find("#unsent").hidden, true);
});

test("a note that is refused after the group has moved on is in sight again", async () => {
  const phone = await opened(question(), { streams: true });
  await phone.type("#text", "Too late");
  await movedOnFrom(phone);
  server.answer("/take-part/note", 422, { saved: false, why: "The report has been shared.", final: true });

  await phone.submit("#unsent");

  assert.equal(phone.status, "Not saved. The report has been shared.");
  assert.deepEqual([phone.find("#unsent").hidden, phone.find("#later").value], [false, "Too late"]);
});

test("a note that is saved can be changed", async () => {
  const phone = await opened(question());

  await sendNote(phone, "A note");

  const [{ id }] = server.posts("note");
  assert.equal(phone.find("#notes a").getAttribute("href"), `/take-part/own-note?id=${id}`);
});

test("a note that the page lists is not sent again though its answer was lost", async () => {
  const phone = await opened(question(), { streams: true });
  server.reachable = false;
  await sendNote(phone, "Kept, but who knows");
  const [{ fields }] = phone.keptUnder("out.");
  const kept = `<li data-id="${fields.id}"><p class="text">Changed since</p></li>`;
  const listed = question({ at: "question-1", rests: { step: "question-1", report_shared: false } });
  server.reachable = true;
  server.answer("/take-part/note", "never");
  server.answer("/take-part/part", ...nextPartOf(listed.replace('class="cards"></ul>', `class="cards">${kept}</ul>`)));

  await phone.hear(bulletin({ step: "question-2", revision: 9 }));
  await pass(1);

  assert.deepEqual(phone.keptUnder("out."), []);
  assert.deepEqual(
    phone.all("#notes li .text").map((line) => line.textContent),
    ["Changed since"],
  );
});

// Who has not finished

const late = (given) =>
  questionnaire({ given, at: "results", revision: 9, rests: { step: "results", scoring: "open" } })
    .replace(/<p id="sum"><\/p><ul id="left"><\/ul>/, "")
    .replace(
      '<p id="timer"',
      `<div class="back" id="late"><p>The group has gone on to Results.</p><p id="sum"></p><ul id="left"></ul></div>
       <p id="timer"`,
    );

test("who has not finished stays where they are in the questionnaire and is told what is missing", async () => {
  const phone = await opened(questionnaire(), { streams: true });
  await phone.choose("trust-1", 4);
  await phone.submit("#dimension form");
  server.answer("/take-part/part", ...nextPartOf(late(["4", null, null])));

  await phone.hear(bulletin({ step: "results", scoring: "open", revision: 9 }));
  await pass(1);

  assert.equal(server.gets("/take-part/part")[0].query.get("step"), "questionnaire");
  assert.equal(phone.text("#dimension h2"), "Contact");
  assert.equal(phone.status, "The group has gone on to Results.");
  assert.equal(phone.text("#late #sum"), "2 left to answer:");
  assert.deepEqual(
    phone.all("#left a").map((link) => link.textContent),
    ["Trust", "Contact"],
  );
  await phone.choose("contact-1", 3);
  assert.equal(phone.text("#sum"), "1 left to answer:");
  await pass(10_000);
  assert.equal(server.gets("/take-part/part").length, 1);
});

test("who has finished goes on with the group", async () => {
  const phone = await opened(questionnaire({ given: ["1", "2", "3"] }), { streams: true });
  server.answer("/take-part/part", ...nextPart("results", { revision: 9, title: "Results" }));

  await phone.hear(bulletin({ step: "results", scoring: "open", revision: 9 }));
  await pass(1);

  assert.equal(server.gets("/take-part/part")[0].query.get("step"), null);
  assert.equal(phone.text("h1"), "Results");
});

test("who has not finished goes on with the group once scoring is closed", async () => {
  const phone = await opened(questionnaire(), { streams: true });
  server.answer("/take-part/part", ...nextPartOf(late([null, null, null])));
  await phone.hear(bulletin({ step: "results", scoring: "open", revision: 9 }));
  await pass(1);
  server.answer("/take-part/part", ...nextPart("results", { revision: 10, title: "Results" }));

  await phone.hear(bulletin({ step: "results", scoring: "closed", revision: 10 }));
  await pass(1);

  assert.equal(server.gets("/take-part/part")[1].query.get("step"), null);
  assert.equal(phone.text("h1"), "Results");
});

// Storage

test("a browser that gives no storage sends all the same", async () => {
  const phone = await opened(question(), { storage: refusedStorage });
  server.reachable = false;
  await sendNote(phone, "In memory.");
  assert.equal(phone.status, "Not saved yet");
  server.reachable = true;

  await phone.tell("online");

  assert.equal(phone.status, "Saved");
  assert.deepEqual(
    phone.all("#notes li .text").map((line) => line.textContent),
    ["In memory."],
  );
});

test("what is kept for another workshop is left alone", async () => {
  const phone = await opened(question());
  phone.window.localStorage.setItem(
    "across.OTHER1.out.1",
    JSON.stringify({ kind: "note", fields: { text: "theirs" } }),
  );

  await sendNote(phone, "ours");

  assert.deepEqual(
    server.posts("note").map(({ text }) => text),
    ["ours"],
  );
  assert.ok(phone.window.localStorage.getItem("across.OTHER1.out.1"));
});

test("an entry that another tab has sent meanwhile is passed over", async () => {
  server.reachable = false;
  const phone = await opened(question());
  await sendNote(phone, "twice?");
  const [[name, value]] = Object.entries(phone.kept).filter(([key]) => key.startsWith("out."));
  phone.window.localStorage.clear();
  phone.window.localStorage.setItem("across.ABCDEF.said", "Saved");

  await phone.tellOfStorage(name, value, null);

  assert.equal(phone.status, "Saved");
  assert.deepEqual(phone.all("#notes li"), []);
});

test("a tab sends what another tab has left in the outbox after two seconds", async () => {
  const phone = await opened(question());
  const entry = JSON.stringify({
    kind: "note",
    fields: { id: "a".repeat(32), question: "question-1", text: "from a tab that fell asleep", way: "" },
  });
  phone.window.localStorage.setItem("across.ABCDEF.out.1", entry);
  await phone.tellOfStorage("out.1", null, entry);
  assert.equal(phone.status, "Saving…");
  assert.deepEqual(server.posts("note"), []);

  await pass(2000);

  assert.deepEqual(
    server.posts("note").map(({ text }) => text),
    ["from a tab that fell asleep"],
  );
});

test("what was said of the last one that was saved is kept for the other tabs", async () => {
  const phone = await opened(question());

  await sendNote(phone, "saved");

  assert.equal(phone.kept.said, "Saved");
});

test("an entry that holds nothing is dropped and holds nothing up", async () => {
  const before = await opened(question());
  before.window.localStorage.setItem("across.ABCDEF.out.0", "null");

  const phone = await opened(question(), before.asOtherTab);
  await sendNote(phone, "after it");

  assert.equal(phone.status, "Saved");
  assert.deepEqual(phone.keptUnder("out."), []);
});

test("while another tab is sending, this one does not", async () => {
  const locks = new Locks({ heldElsewhere: true });
  const phone = await opened(question(), { locks });

  await sendNote(phone, "once");
  assert.deepEqual(server.posts("note"), []);
  assert.equal(phone.status, "Saving…");
  locks.heldElsewhere = false;
  await pass(500);

  assert.deepEqual(
    server.posts("note").map(({ text }) => text),
    ["once"],
  );
});

test("a tab that sleeps while it sends is waited for four times and no longer", async () => {
  const phone = await opened(question(), { locks: new Locks({ heldElsewhere: true }) });
  await sendNote(phone, "not for ever");

  await pass(500 + 1000 + 1500);
  assert.deepEqual(server.posts("note"), []);
  await pass(2000);

  assert.equal(phone.status, "Saved");
});

// The questionnaire

test("a tap is sent with its item, its point and a number", async () => {
  const phone = await opened(questionnaire());

  await phone.choose("trust-1", 4);

  const [{ tap, ...response }] = server.posts("response");
  assert.deepEqual(response, { code: "ABCDEF", item: "trust-1", point: "4" });
  assert.ok(tap >= 1024 && tap < 2048, tap);
  assert.equal(phone.status, "Saved");
  assert.equal(phone.text("#answered"), "1 of 3 answered");
});

test("each tap has a higher number than the one before and than any the server knows", async () => {
  const phone = await opened(questionnaire({ tap: 5000 }));

  for (const point of [1, 2, 3, "dont-know"]) await phone.choose("trust-1", point);

  const taps = server.posts("response").map(({ tap }) => Number(tap));
  assert.deepEqual(
    taps,
    [...taps].sort((a, b) => a - b),
  );
  assert.equal(new Set(taps).size, 4);
  assert.ok(taps[0] > 5000);
});

test("numbers go on from the highest that another tab has used", async () => {
  const first = await opened(questionnaire());
  for (const point of [1, 2, 3]) await first.choose("trust-1", point);
  const second = await opened(questionnaire(), first.asOtherTab);

  await second.choose("trust-1", 5);

  const taps = server.posts("response").map(({ tap }) => Number(tap));
  assert.equal(Math.max(...taps), taps.at(-1));
});

test("two tabs that are tapped at once draw different numbers", async () => {
  const numbers = [];
  for (let tab = 0; tab < 8; tab += 1) {
    const phone = await opened(questionnaire());
    await phone.choose("trust-1", 1);
    numbers.push(server.posts("response").at(-1).tap);
  }

  assert.ok(new Set(numbers).size > 4, numbers.join());
});

test("the later of two taps on an item counts although both are unsent", async () => {
  server.reachable = false;
  const phone = await opened(questionnaire());
  await phone.choose("trust-1", 1);
  await phone.choose("trust-1", 5);

  const again = await opened(questionnaire(), phone.asOtherTab);

  assert.equal(again.find('input[name="trust-1"]:checked').value, "5");
  assert.equal(again.text("#answered"), "1 of 3 answered");
});

test("answers that the server has are marked and counted", async () => {
  const phone = await opened(questionnaire({ given: ["3", null, "dont-know"] }));

  assert.deepEqual(
    phone.all("input:checked").map((radio) => [radio.name, radio.value]),
    [["trust-1", "3"]],
  );
  assert.equal(phone.text("#answered"), "2 of 3 answered");
  assert.equal(phone.find("progress").value, 2);
});

test("a tap that is refused for good is taken back and the page asked for anew", async () => {
  server.answer("/take-part/response", 409, { saved: false, why: "Scoring is closed.", final: true });
  const phone = await opened(questionnaire());

  await phone.choose("trust-1", 4);

  assert.equal(phone.status, "Not saved. Scoring is closed.");
  assert.equal(phone.find('input[name="trust-1"]:checked'), null);
  assert.equal(server.gets("/take-part/part").length, 1);
});

test("going on needs no network", async () => {
  server.reachable = false;
  const phone = await opened(questionnaire());

  await phone.submit("#dimension form");

  assert.equal(phone.text("#dimension h2"), "Contact");
  assert.equal(phone.text("#number"), "Dimension 2 of 2");
  assert.equal(phone.find("#say").search, "?dimension=2");
  assert.deepEqual(
    phone.all("legend").map((legend) => legend.textContent),
    ["We meet often."],
  );
  assert.equal(phone.text("#next"), "Finish");
  assert.equal(phone.window.location.search, "?dimension=2");
  assert.equal(phone.document.activeElement, phone.find("#dimension h2"));
});

test("the end names the dimensions that are left, each once, and leads to them", async () => {
  const phone = await opened(questionnaire({ given: ["1", null, "3"] }), { search: "?dimension=2" });

  await phone.submit("#dimension form");
  await phone.tell("offline");

  assert.equal(phone.find("#end").hidden, false);
  assert.equal(phone.text("#sum"), "1 left to answer:");
  assert.deepEqual(
    phone.all("#left a").map((link) => link.textContent),
    ["Trust"],
  );
  await phone.click("#left a");
  assert.equal(phone.text("#dimension h2"), "Trust");
  assert.equal(phone.find("#end").hidden, true);
});

test("the browser's way back leads to the dimension before", async () => {
  const phone = await opened(questionnaire(), { search: "?dimension=1" });
  await phone.submit("#dimension form");

  phone.window.history.back();
  await pass(10);

  assert.equal(phone.text("#dimension h2"), "Trust");
});

test("what is tapped in another tab shows in this one", async () => {
  const phone = await opened(questionnaire());
  const entry = JSON.stringify({ kind: "response", fields: { item: "trust-2", point: "3", tap: 2000 } });

  await phone.tellOfStorage("out.1", entry, null);

  assert.equal(phone.find('input[name="trust-2"]:checked').value, "3");
  assert.equal(phone.text("#answered"), "1 of 3 answered");
});

test("one can go back from the second dimension, and from the first where a sector is asked", async () => {
  const phone = await opened(questionnaire());
  assert.equal(phone.find("#previous").hidden, true);
  await phone.submit("#dimension form");
  assert.equal(phone.find("#previous").hidden, false);
  await phone.click("#previous");
  assert.equal(phone.text("#dimension h2"), "Trust");

  const asked = await opened(questionnaire({ sector: true }), { search: "?dimension=1" });
  await asked.click("#previous");

  assert.equal(asked.find("#sector").hidden, false);
});

test("the end asks to keep the page open while answers are unsaved", async () => {
  server.reachable = false;
  const phone = await opened(questionnaire({ given: ["1", "2", null] }), { search: "?dimension=2" });
  await phone.choose("contact-1", 5);
  await phone.submit("#dimension form");
  assert.equal(phone.text("#sum"), "Keep this page open until your answers are saved.");
  server.reachable = true;

  await phone.tell("online");

  assert.equal(phone.text("#sum"), "All 3 answered.");
});

test("a phone that is opened again goes on in the dimension where it was", async () => {
  const before = await opened(questionnaire());
  await before.submit("#dimension form");

  const after = await opened(questionnaire(), before.asOtherTab);

  assert.equal(after.text("#dimension h2"), "Contact");
});

test("a dimension that does not exist is not asked for", async () => {
  for (const search of ["?dimension=99", "?dimension=%23text", "?dimension=sector"]) {
    const phone = await opened(questionnaire(), { search });

    assert.equal(phone.text("#number"), "Dimension 1 of 2", search);
  }
});

test("a sector is saved like an answer", async () => {
  const phone = await opened(questionnaire({ sector: true }));

  await phone.choose("sector", "health");
  await phone.submit("#sector form");

  assert.deepEqual(server.posts("sector"), [{ code: "ABCDEF", sector: "health" }]);
  assert.equal(phone.status, "Saved");
  assert.equal(phone.find("#sector").hidden, true);
  assert.equal(phone.text("#number"), "Dimension 1 of 2");
});

// Saved, and not saved

test("a phone that has lost its connection says that what is tapped is not saved yet", async () => {
  const phone = await opened(questionnaire());
  Object.defineProperty(phone.window.navigator, "onLine", { value: false });
  server.answer("/take-part/response", "never");

  await phone.choose("trust-1", 4);

  assert.equal(phone.status, "Not saved yet");
});

test("saved is said only once the server has said it", async () => {
  server.answer("/take-part/response", "never");
  const phone = await opened(questionnaire());

  await phone.choose("trust-1", 4);
  await pass(14_000);

  assert.equal(phone.status, "Saving…");
});

test("losing the connection is said at once", async () => {
  server.answer("/take-part/response", "never");
  const phone = await opened(questionnaire());
  await phone.choose("trust-1", 4);
  assert.equal(phone.status, "Saving…");
  Object.defineProperty(phone.window.navigator, "onLine", { value: false });

  await phone.tell("offline");

  assert.equal(phone.status, "Not saved yet");
});

test("a connection that is back is used at once and often, however long it was away", async () => {
  server.reachable = false;
  const phone = await opened(questionnaire());
  await phone.choose("trust-1", 4);
  await pass(60_000);
  server.asked.length = 0;

  await phone.tell("online");
  assert.equal(server.posts("response").length, 1);
  await pass(1000);

  assert.equal(server.posts("response").length, 2);
});

// The timer

const timer = (phase, left) => ({ phase, ends_at: SECONDS + left, left: null });
const timerOf = (phone) => [...phone.find("#timer").children].map((child) => child.textContent);

for (const [phase, words] of [
  ["think", "Think alone"],
  ["pairs", "In pairs"],
  ["all", "All together"],
]) {
  test(`the timer says its phase: ${words}`, async () => {
    const phone = await opened(question({ timer: timer(phase, 125) }));

    assert.deepEqual(timerOf(phone), [words, "2:05 left", "Less than 3 minutes left"]);
    assert.equal(phone.find("#timer").hidden, false);
  });
}

test("the timer counts the seconds in sight and the minutes aloud", async () => {
  const phone = await opened(question({ timer: timer("think", 125) }));

  await pass(6000);
  assert.deepEqual(timerOf(phone).slice(1), ["1:59 left", "Less than 2 minutes left"]);
  await pass(60_000);

  assert.deepEqual(timerOf(phone).slice(1), ["0:59 left", "Less than 1 minute left"]);
});

test("the end of the time is said aloud, once", async () => {
  const phone = await opened(question({ timer: timer("think", 2) }));
  assert.equal(phone.text("#news"), "");

  await pass(2000);

  assert.deepEqual(timerOf(phone).slice(1), [UP, UP]);
  assert.equal(phone.text("#news"), UP);
  phone.find("#news").textContent = "";
  await pass(5000);
  assert.equal(phone.text("#news"), "");
});

test("a paused timer stands still", async () => {
  const phone = await opened(question({ timer: { phase: "pairs", ends_at: null, left: 61 } }));

  await pass(10_000);

  assert.deepEqual(timerOf(phone), ["In pairs", "Paused, 1:01 left", "Paused, 1:01 left"]);
});

test("a page without a timer shows none", async () => {
  const phone = await opened(question());

  assert.equal(phone.find("#timer").hidden, true);
});

test("the timer runs on where the phone's own clock is set meanwhile", async () => {
  const phone = await opened(question({ timer: timer("think", 60) }));

  await pass(5000);
  setClock(30_000);
  await pass(5000);

  assert.match(timerOf(phone)[1], /^0:5[01] left$/);
});

test("the timer goes by the server's clock whatever the phone's says", async () => {
  const html = question({ timer: timer("think", 60) });
  mock.timers.setTime(NOW + 3_600_000);

  const phone = await opened(html);

  assert.equal(timerOf(phone)[1], "1:00 left");
});

// Following

test("a phone asks for the page anew when the step has changed", async () => {
  const phone = await opened(question(), { streams: true, search: "?step=question-1" });
  server.answer("/take-part/part", ...nextPart("welcome", { revision: 9, title: "Welcome" }));

  await phone.hear(bulletin({ step: "welcome", revision: 9 }));
  await pass(1);

  assert.equal(phone.text("h1"), "Welcome");
  assert.equal(phone.document.title, "Welcome – Discharge, together");
  assert.equal(phone.window.location.search, "");
  assert.equal(phone.document.activeElement, phone.find("h1"));
});

test("a phone does not ask for the page where nothing it shows has changed", async () => {
  const phone = await opened(question(), { streams: true });

  await phone.hear(bulletin({ joined: 12 }));
  await pass(1000);

  assert.deepEqual(server.gets("/take-part/part"), []);
});

test("news that is older than what is shown is not listened to", async () => {
  const phone = await opened(question(), { streams: true });

  await phone.hear(bulletin({ revision: 6, step: "welcome", timer: timer("think", 60) }));
  await pass(1000);

  assert.equal(phone.find("#timer").hidden, true);
  assert.deepEqual(server.gets("/take-part/part"), []);
});

test("a timer that starts is said aloud and runs", async () => {
  const phone = await opened(question(), { streams: true });

  await phone.hear(bulletin({ timer: timer("pairs", 180) }));

  assert.equal(phone.text("#news"), "In pairs: Less than 3 minutes left");
  assert.equal(timerOf(phone)[1], "3:00 left");
});

test("a phone without a stream asks every two seconds", async () => {
  server.answer("/take-part/state", 200, bulletin({ revision: 7 }));
  const phone = await opened(question());
  assert.equal(phone.window.EventSource, undefined);

  await pass(20_000);

  assert.equal(server.gets("/take-part/state").length, 10);
});

// A sign of life as the server says it, so many seconds after the phone was opened.
const at = (seconds, more) => bulletin({ revision: 7, now: SECONDS + seconds, ...more });
const asked = () => server.gets("/take-part/state").length;

test("a phone that hears a sign of life every five seconds does not ask", async () => {
  const phone = await opened(question(), { streams: true });
  for (let passed = 0; passed < 60; passed += 5) {
    await phone.hear(at(passed));
    await pass(5000);
  }

  assert.equal(asked(), 0);
});

test("a phone whose stream is held back from the start sees the next step within five seconds, and says nothing of it", async () => {
  server.answer("/take-part/state", 200, at(0, { step: "welcome", revision: 9 }));
  server.answer("/take-part/part", ...nextPart("welcome", { revision: 9, title: "Welcome" }));
  const phone = await opened(question(), { streams: true });

  await pass(5000);

  assert.equal(phone.text("h1"), "Welcome");
  assert.equal(phone.text("#status"), "");
});

test("a phone whose stream falls silent asks every two seconds until it speaks again", async () => {
  server.answer("/take-part/state", 200, at(0));
  const phone = await opened(question(), { streams: true });
  await phone.hear(at(0));
  await pass(8000);
  const before = asked();
  await pass(6000);
  const meanwhile = asked();
  await phone.hear(at(14));
  await pass(4000);

  assert.deepEqual([before, meanwhile, asked()], [0, 3, 3]);
});

test("signs of life that come late, all at once, do not make a stream that is held back a good one", async () => {
  server.answer("/take-part/state", 503, {});
  const phone = await opened(question(), { streams: true });
  await phone.hear(at(0));
  await pass(20_000);
  for (const said of [5, 10]) await phone.hear(at(said));
  const before = asked();

  await pass(4000);

  assert.equal(asked(), before + 2);
});

test("a phone asks when what it hears again and again has grown old", async () => {
  server.answer("/take-part/state", 200, bulletin({ revision: 8 }));
  const phone = await opened(question(), { streams: true });
  await phone.hear(bulletin({ revision: 7, age: 20 }));
  await pass(5000);
  assert.equal(server.gets("/take-part/state").length, 0);

  await phone.hear(bulletin({ revision: 7, age: 40, now: SECONDS + 5 }));
  await pass(5000);

  assert.equal(server.gets("/take-part/state").length, 1);
});

test("a draft and an unsent note outlast a move of the group", async () => {
  server.reachable = false;
  const phone = await opened(question(), { streams: true });
  await sendNote(phone, "unsent");
  await phone.type("#text", "half");
  server.reachable = true;
  server.answer("/take-part/note", "never");
  server.answer("/take-part/part", ...nextPart("welcome", { revision: 9 }));

  await phone.hear(bulletin({ step: "welcome", revision: 9 }));
  await pass(1);

  assert.equal(phone.find("#text"), null);
  assert.equal(phone.keptUnder("out.").length, 1);
  assert.equal(phone.kept["draft.question-1"], JSON.stringify({ question: "question-1", text: "half", way: "" }));
});

test("a tap that is saved while a new page is on its way is newer than that page", async () => {
  const phone = await opened(questionnaire(), { streams: true });
  server.answer("/take-part/part", ...nextPartOf(questionnaire({ given: [null, "2", null], revision: 9 })));
  await phone.choose("trust-1", 4);

  await phone.hear(bulletin({ step: "questionnaire", scoring: "closed", revision: 9 }));
  await pass(1);

  assert.deepEqual(
    phone.all("input:checked").map((radio) => [radio.name, radio.value]),
    [
      ["trust-1", "4"],
      ["trust-2", "2"],
    ],
  );
});

function nextPartOf(html) {
  return [200, /<main>([^]*)<\/main>/.exec(html)[1], { "Across-Part": "1" }];
}

test("a phone follows one move after the other", async () => {
  const phone = await opened(question(), { streams: true });

  for (const [revision, title] of [
    [9, "Welcome"],
    [10, "Question 5"],
  ]) {
    const step = title.toLowerCase();
    server.answer("/take-part/part", ...nextPart(step, { revision, title }));
    await phone.hear(bulletin({ step, revision }));
    await pass(1);
    assert.equal(phone.text("h1"), title);
  }
});

test("a page that has come is not undone by news that was told before it", async () => {
  const phone = await opened(question(), { streams: true });
  server.answer("/take-part/part", ...nextPart("welcome", { revision: 12, title: "Welcome" }));
  await phone.hear(bulletin({ step: "welcome", revision: 9 }));
  await pass(1);

  await phone.hear(bulletin({ step: "question-1", revision: 10 }));
  await pass(1000);

  assert.equal(server.gets("/take-part/part").length, 1);
});

test("saved is no longer said once the group has moved on, but while it has not", async () => {
  const phone = await opened(questionnaire(), { streams: true });
  await phone.choose("trust-1", 4);
  server.answer("/take-part/part", ...nextPartOf(questionnaire({ given: ["4", null, null], revision: 9 })));
  await phone.hear(bulletin({ step: "questionnaire", scoring: "open again", revision: 9 }));
  await pass(1);
  assert.equal(phone.status, "Saved");
  server.answer("/take-part/part", ...nextPart("welcome", { revision: 10 }));

  await phone.hear(bulletin({ step: "welcome", revision: 10 }));
  await pass(1);

  assert.equal(phone.status, "");
});

test("results that move change where they stand, every five seconds at most", async () => {
  mock.method(Math, "random", () => 0);
  const phone = await opened(page(results(1)), { streams: true });
  const before = phone.find("#part");
  const moved = async (number) => {
    server.answer("/take-part/part", 200, results(number, { revision: 7 + number }), { "Across-Part": "1" });
    await phone.hear(bulletin({ step: "results", shown: number, revision: 7 + number }));
  };
  await moved(2);
  await pass(1);
  assert.equal(phone.text("#results"), "2");

  await moved(3);
  await pass(4500);
  assert.equal(phone.text("#results"), "2");
  await pass(1000);

  assert.equal(phone.text("#results"), "3");
  assert.equal(phone.find("#part"), before);
});

test("results that move change within seconds though this phone's clock was put back", async () => {
  mock.method(Math, "random", () => 0);
  const phone = await opened(page(results(1)), { streams: true });
  const hear = async (number) => {
    server.answer("/take-part/part", 200, results(number, { revision: 7 + number }), { "Across-Part": "1" });
    await phone.hear(bulletin({ step: "results", shown: number, revision: 7 + number }));
  };
  await hear(2);
  await pass(1000);
  putBack(3_600_000);
  await hear(3);
  await pass(5500);
  assert.equal(phone.text("#results"), "3");
});

test("results that come while they are due once more are not fetched again at once", async () => {
  mock.method(Math, "random", () => 0.9);
  const phone = await opened(page(results(1)), { streams: true });
  server.answer("/take-part/part", 200, results(2, { revision: 9 }), { "Across-Part": "1" });
  await phone.hear(bulletin({ step: "results", shown: 2, revision: 9 }));
  await pass(1000);
  const { promise: arrives, resolve: arrive } = Promise.withResolvers();
  const fetch = server.fetch.bind(server);
  mock.method(server, "fetch", (...request) => arrives.then(() => fetch(...request)));
  server.answer("/take-part/part", 200, results(3, { revision: 10 }), { "Across-Part": "1" });
  await phone.hear(bulletin({ step: "results", shown: 3, revision: 10 }));
  await pass(6000);
  await phone.hear(bulletin({ step: "results", shown: 3, revision: 10 }));

  arrive();
  await pass(4000);

  assert.equal(phone.text("#results"), "3");
  assert.equal(server.gets("/take-part/part").length, 2);
});

test("a page that does not come is asked for once at a time, and again", async () => {
  const phone = await opened(question(), { streams: true });
  server.answer("/take-part/part", "never");
  for (const revision of [9, 10, 11]) {
    await phone.hear(bulletin({ step: "welcome", revision }));
    await pass(1000);
  }
  assert.equal(server.gets("/take-part/part").length, 1);
  server.answer("/take-part/part", ...nextPart("welcome", { revision: 11, title: "Welcome" }));

  await pass(18_000);

  assert.equal(phone.text("h1"), "Welcome");
});

test("without a stream, one question at a time is asked", async () => {
  server.answer("/take-part/state", "never");
  await opened(question());

  await pass(14_500);

  assert.equal(server.gets("/take-part/state").length, 1);
});

test("a stream that has ended is opened again half a minute later, meanwhile the phone asks", async () => {
  server.answer("/take-part/state", 200, bulletin({ revision: 7 }));
  const phone = await opened(question(), { streams: true });
  const first = phone.stream;
  first.readyState = 2;
  first.onerror();

  await pass(29_500);
  assert.equal(phone.stream, first);
  assert.equal(server.gets("/take-part/state").length, 14);
  await pass(500);

  assert.notEqual(phone.stream, first);
});

test("a stream that the browser is opening again by itself is left to it", async () => {
  const phone = await opened(question(), { streams: true });
  const first = phone.stream;
  first.readyState = 0;
  first.onerror();

  await pass(60_000);

  assert.equal(phone.stream, first);
});

test("a phone that is put away ends its stream, and catches up when it is taken out", async () => {
  server.answer("/take-part/state", 200, bulletin({ revision: 7 }));
  const phone = await opened(question(), { streams: true });
  const first = phone.stream;
  await phone.putAway(true);
  assert.equal(first.readyState, 2);
  await pass(60_000);
  assert.equal(server.gets("/take-part/state").length, 0);

  await phone.putAway(false);

  assert.notEqual(phone.stream, first);
  assert.equal(server.gets("/take-part/state").length, 1);
});

test("a page that comes back from the browser's own memory catches up", async () => {
  server.answer("/take-part/state", 200, bulletin({ revision: 7 }));
  const phone = await opened(question(), { streams: true });
  await phone.tell("pageshow", { persisted: false });
  assert.equal(server.gets("/take-part/state").length, 0);

  await phone.tell("pageshow", { persisted: true });

  assert.equal(server.gets("/take-part/state").length, 1);
});

test("when the workshop is deleted the phone keeps nothing of it", async () => {
  server.reachable = false;
  const phone = await opened(question(), { streams: true });
  await sendNote(phone, "unsent");
  await phone.type("#text", "half");

  phone.stream.listeners.gone();
  await settle();

  assert.equal(phone.text("h1"), "This workshop is over");
  assert.deepEqual(phone.kept, {});
  assert.equal(phone.status, "");
  assert.equal(phone.stream.readyState, 2);
});

test("a page that was sent with its form saved says so", async () => {
  const phone = await opened(page(part("question-1", ""), { saved: "Saved" }));

  assert.equal(phone.status, "Saved");
});
