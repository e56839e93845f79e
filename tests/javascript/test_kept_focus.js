// Where the focus goes when Streamlit draws its page anew without what had it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { componentOf, openPage } from "./components.js";

let page = null;
let stop = null;

beforeEach(async () => {
  const window = openPage();
  page = window.document;
  globalThis.MutationObserver = window.MutationObserver;
  page.hasFocus = () => true;
  // This browser draws nothing: what stands in something hidden is not seen.
  window.Element.prototype.checkVisibility = function seen() {
    return !this.closest("[hidden]");
  };
  page.body.innerHTML = `<div data-test-script-state="notRunning"><div data-testid="stMain"></div></div>`;
  stop = (await componentOf("kept_focus"))();
});
afterEach(() => stop());

const app = () => page.querySelector("[data-test-script-state]");
const main = () => page.querySelector('[data-testid="stMain"]');
// Past the moment in which the page looks where the focus is.
const settled = () => new Promise((done) => setTimeout(done));
const button = (name) => [...page.querySelectorAll("button")].find((found) => found.textContent === name);
const drawn = (...names) => {
  main().innerHTML = names.map((name) => `<button>${name}</button>`).join("");
};
const focused = () => (page.activeElement === page.body ? null : page.activeElement.textContent);

test("what stands in the place of the thing that had the focus has it", async () => {
  drawn("Add", "Hide 1", "Hide 2", "Save");
  button("Hide 1").focus();

  drawn("Add", "Hide 2", "Save");
  await settled();

  assert.equal(focused(), "Hide 2");
});

test("where the last of the page goes, the one before it has the focus", async () => {
  drawn("Add", "Hide 1");
  button("Hide 1").focus();

  drawn("Add");
  await settled();

  assert.equal(focused(), "Add");
});

test("a button that cannot be pressed any more gives the focus on, and what cannot be reached does not get it", async () => {
  drawn("Add", "Back", "Next", "Later", "Save");
  button("Next").focus();

  button("Next").blur();
  button("Next").disabled = true;
  button("Later").hidden = true;
  main().append(page.createElement("p"));
  await settled();

  assert.equal(focused(), "Save");
});

test("the focus is given on once the page is drawn whole, not while it is on its way", async () => {
  drawn("Add", "Hide 1", "Hide 2");
  button("Hide 2").focus();

  app().dataset.testScriptState = "running";
  drawn("Add");
  await settled();
  assert.equal(focused(), null);
  drawn("Add", "Show 1", "Show 2");
  app().dataset.testScriptState = "notRunning";
  await settled();

  assert.equal(focused(), "Show 2");
});

test("what somebody has gone to meanwhile keeps the focus", async () => {
  drawn("Add", "Hide 1", "Hide 2");
  button("Hide 1").focus();
  const field = page.body.appendChild(page.createElement("input"));

  field.focus();
  drawn("Add", "Hide 2");
  await settled();

  assert.equal(page.activeElement, field);
});

test("after a press on nothing the page does not take the focus back", async () => {
  drawn("Add", "Hide 1");
  button("Hide 1").focus();

  button("Hide 1").blur();
  await settled();
  drawn("Add");
  await settled();

  assert.equal(focused(), null);
});

test("a page that has gone looks after no focus", async () => {
  drawn("Add", "Hide 1");
  button("Hide 1").focus();

  stop();
  drawn("Add");
  await settled();

  assert.equal(focused(), null);
});

test("what opened a dialog and was drawn anew meanwhile has the focus when the dialog goes", async () => {
  drawn("Add", "Change 1", "Change 2");
  button("Change 1").focus();
  page.body.insertAdjacentHTML("beforeend", `<div role="dialog"><button>Close</button></div>`);
  button("Close").focus();
  drawn("Add", "Change 1", "Change 2");
  await settled();
  assert.equal(focused(), "Close");

  page.querySelector("[role='dialog']").remove();
  await settled();

  assert.equal(focused(), "Change 1");
});
