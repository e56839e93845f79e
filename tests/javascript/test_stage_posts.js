// What is done on the stage is posted in its order, and no post is waited for without end.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, settle, startClock } from "./clock.js";
import { createPosts } from "../../across/web/facilitator/stage/posts.js";

const DONE = { done: true };

// A server that answers when it is told to, and a browser that gives up when it is asked to.
function server() {
  const asked = [];
  const post = createPosts((address, { body, signal }) => new Promise((resolve, reject) => {
    const said = JSON.parse(body);
    asked.push({ address, said, answer: (given) => resolve({ json: async () => given }), fail: () => reject(new Error("away")), body: resolve, signal });
    signal.addEventListener("abort", () => reject(new Error("given up")));
  }));
  const answers = {};
  return {
    asked,
    names: () => asked.map(({ said }) => said.deed),
    answers,
    post(deed, values = {}, name = deed) {
      post({ code: "K7MPQ4", deed, ...values }).then((answer) => (answers[name] = answer));
    },
  };
}

beforeEach(startClock);
afterEach(() => mock.timers.reset());

test("what is done is posted one after the other, and each has its answer", async () => {
  const { asked, answers, names, post } = server();
  post("pin", { on: true });
  post("move", { step: "results" });
  await settle();
  assert.deepEqual([asked[0].address, asked[0].said, names()], ["/stage/deeds", { code: "K7MPQ4", deed: "pin", on: true }, ["pin"]]);

  asked[0].answer(DONE);
  await settle();
  asked[1].answer({ done: false, why: "No." });
  await settle();

  assert.deepEqual(answers, { pin: { said: DONE, sent: true }, move: { said: { done: false, why: "No." }, sent: true } });
});

test("a post without an answer ends after 15 seconds as one that could not be sent, and is not repeated", async () => {
  const { asked, answers, post } = server();
  post("add_action");
  await pass(14_500);
  assert.deepEqual(answers, {});

  await pass(500);

  assert.deepEqual(answers.add_action, { said: { done: false, why: "That could not be sent. Check the connection and try again." }, sent: false });
  await pass(60_000);
  assert.equal(asked.length, 1);
});

test("an answer that begins and does not end is not waited for either", async () => {
  const { asked, answers, post } = server();
  post("move");
  await settle();
  const { body, signal } = asked[0];
  body({ json: () => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("given up")))) });

  await pass(15_000);

  assert.equal(answers.move.sent, false);
});

test("an answer in time is the last that is heard of a post", async () => {
  const { asked, answers, post } = server();
  post("move");
  await pass(14_500);
  asked[0].answer(DONE);

  await pass(60_000);

  assert.deepEqual([answers.move, asked[0].signal.aborted], [{ said: DONE, sent: true }, false]);
});

for (const deed of ["move", "ask", "turn", "look", "spotlight"]) {
  test(`${deed}, pressed again and again behind a post that could not be sent, is let go`, async () => {
    const { answers, names, post } = server();
    post(deed, {}, "first");
    post(deed, {}, "second");
    post(deed, {}, "third");

    await pass(60_000);

    assert.deepEqual(names(), [deed]);
    assert.deepEqual([answers.second, answers.third].map(({ said, letGo }) => [said.done, letGo]), [[false, true], [false, true]]);
  });
}

test("what is no move is posted all the same, and so is a move that is pressed afterwards", async () => {
  const { asked, answers, names, post } = server();
  post("pin");
  post("move", {}, "behind");
  post("add_action");
  await settle();
  asked[0].fail();
  await settle();
  post("move", {}, "afterwards");
  asked[1].answer(DONE);
  await settle();
  asked[2].answer(DONE);
  await settle();

  assert.deepEqual(names(), ["pin", "add_action", "move"]);
  assert.deepEqual([answers.behind.letGo, answers.afterwards], [true, { said: DONE, sent: true }]);
});

test("a move behind what the server has refused is made", async () => {
  const { asked, names, post } = server();
  post("pin");
  post("move");
  await settle();
  asked[0].answer({ done: false, why: "No." });
  await settle();

  assert.deepEqual(names(), ["pin", "move"]);
});
