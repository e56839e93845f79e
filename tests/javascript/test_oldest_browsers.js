// The linter knows what the oldest browsers that we name do not have: else nothing would hold them.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { ESLint } from "eslint";

const TOP = fileURLToPath(new URL("../../", import.meta.url));
const PHONE = "across/web/participant/static/phone.js";
const SCREEN = "across/web/facilitator/stage/stage.js";

async function complaints(path, code) {
  const [found] = await new ESLint({ cwd: TOP }).lintText(code, { filePath: path });
  return found.messages.map(({ ruleId }) => ruleId);
}

for (const code of [
  "document.body.replaceChildren();", "AbortSignal.timeout(9);", "crypto.randomUUID();", "structuredClone({});",
  "document.forms[0].requestSubmit();", "[1].at(0);", "''.replaceAll('a', 'b');", "new BroadcastChannel('a');",
  "document.body.dataset.a = document.title?.length;",
]) {
  test(`phones of 2019 do not have ${code}`, async () => {
    assert.notDeepEqual(await complaints(PHONE, code), []);
  });
}

test("what phones of 2019 have is let through", async () => {
  const code = "fetch('/', { signal: new AbortController().signal }); document.body.append(new URLSearchParams());";

  assert.deepEqual(await complaints(PHONE, code), []);
});

test("the facilitator's screens may use what came later, and not what is newest", async () => {
  assert.deepEqual(await complaints(SCREEN, "document.body.replaceChildren(structuredClone(AbortSignal.timeout(9)));\n"), []);
  assert.notDeepEqual(await complaints(SCREEN, "navigation.navigate('/');\n"), []);
});
