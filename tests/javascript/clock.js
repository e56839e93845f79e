// A clock that stands still until it is moved.
import { mock } from "node:test";

const STEP = 500;
export const NOW = Date.parse("2026-03-02T10:00:00Z");

// How long the machine has run when the clock is started, and by how much its own clock was set since, in milliseconds.
export const RUNS = 12_345_000;
let set = 0;

export function startClock() {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: NOW });
  set = 0;
  if (!performance.now.mock) mock.method(performance, "now", () => RUNS + Date.now() - NOW - set);
}

// Somebody sets the machine's clock; no time passes.
export function setClock(milliseconds) {
  set += milliseconds;
  mock.timers.setTime(Date.now() + milliseconds);
}

// Somebody puts the machine's clock back; timers go on, for they go by the time that passes.
export function putBack(milliseconds) {
  const said = Date.now.bind(Date);
  const passed = set;
  performance.now.mock.mockImplementation(() => RUNS + said() - NOW - passed);
  mock.method(Date, "now", () => said() - milliseconds);
}

// Everything that is under way goes on until it waits for the clock or for an answer.
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resume) => setImmediate(resume));
}

export async function pass(milliseconds) {
  await settle();
  for (let left = milliseconds; left > 0; left -= STEP) {
    mock.timers.tick(Math.min(STEP, left));
    await settle();
  }
}
