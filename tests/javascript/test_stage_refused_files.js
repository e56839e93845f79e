// A file that is not let through on its way is told in our own words.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { openPage, popovers } from "./components.js";
import { watchFiles } from "../../across/web/facilitator/stage/refused_files.js";
import { words } from "../../across/web/facilitator/stage/words.js";

const FILE = "https://workshop.test/_stcore/upload_file/session/file";
let window = null;
let tell = null;

beforeEach(() => {
  window = openPage();
  popovers(window);
  globalThis.PerformanceObserver = class {
    constructor(told) {
      tell = (name, responseStatus) => told({ getEntries: () => [{ name, responseStatus }] });
    }
    observe(what) {
      assert.deepEqual(what, { type: "resource" });
    }
  };
  watchFiles();
});

function said() {
  const notice = window.document.querySelector(".across-refused[data-open] [role=alert]");
  return notice ? notice.textContent : "";
}

test("a file that something on the way finds too large is told so, until another one comes through", () => {
  tell(FILE, 413);
  const refused = said();
  tell(FILE, 204);

  assert.equal(refused, words.tooLarge);
  assert.equal(said(), "");
});

test("a file that is refused for another reason is told so, and the words can be put away", () => {
  tell(FILE, 502);
  const refused = said();
  window.document.querySelector(".across-refused button").onclick();

  assert.equal(refused, words.fileFailed);
  assert.equal(said(), "");
});

test("nothing is said of what is no file, and of what no status is told", () => {
  tell("https://workshop.test/_stcore/health", 503);
  tell(FILE, 0);
  tell(FILE, undefined);
  tell(FILE, 204);

  assert.equal(said(), "");
});
