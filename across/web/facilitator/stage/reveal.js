// The moment of the reveal, the same on every screen: a short count from the server's moment, then the shape draws in.

export const COUNTS = [3, 2, 1];
const BEFORE = 600;
const EACH = 800;
const DRAWING = 2200;
const STAGGER = 0.14;
const COUNTED = BEFORE + COUNTS.length * EACH;

// Where the moment is, `since` milliseconds after the reveal: "coming" and "counting" with a number, "drawing" with a
// share from 0 to 1, or "done". Where nothing may move, the finished figure comes after the same count.
export function momentOf(since, still) {
  // A clock that was put back makes it a moment to come, long after it was.
  if (since < -COUNTED - DRAWING) return { phase: "done" };
  if (since < BEFORE) return { phase: "coming" };
  if (since < COUNTED) return { phase: "counting", number: COUNTS[Math.floor((since - BEFORE) / EACH)] };
  if (since < COUNTED + DRAWING && !still) return { phase: "drawing", share: (since - COUNTED) / DRAWING };
  return { phase: "done" };
}

// How far each axis has grown, from 0 to 1, when a share of the drawing has passed: one after the other, with a soft end.
export function grown(share, axes) {
  return Array.from({ length: axes }, (_, axis) => {
    const own = Math.min(1, Math.max(0, share * (1 + (axes - 1) * STAGGER) - axis * STAGGER));
    return 1 - (1 - own) ** 3;
  });
}

export const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// The server's clock as this screen knows it, less the moment of the reveal.
export function sinceReveal(state, now = performance.now()) {
  return state.revealed_at ? now + (state.ahead || 0) * 1000 - state.revealed_at : Infinity;
}
