// A clock that stands still until it is moved.
import { mock } from "node:test";

const STEP = 500;
export const NOW = Date.parse("2026-03-02T10:00:00Z");

export function startClock() {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: NOW });
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
