// A press too many: the second of a double click, of a double tap, or of a key that is held down. It does nothing where
// the first has changed what is under it, such as "Open scoring", which has become "Close scoring".

const CONTROL = "button, a[href], summary, [role=button], .card, .blank";
const TYPED_IN = "input, textarea, select, label";
// Not every browser counts taps: one at the same place so soon after another is its second.
const SOON = 700;
const NEAR = 24;

// What pressing it would do now, as far as its name and its state tell.
function meaningOf(control) {
  if (!control) return "";
  const states = ["aria-label", "aria-pressed", "aria-expanded", "aria-disabled"].map((name) => control.getAttribute(name));
  return JSON.stringify([control.textContent, ...states]);
}

export function guardPresses(stage, now = () => performance.now()) {
  let first = null;

  function isSecond(event) {
    if (event.detail > 1) return true;
    if (event.pointerType !== "touch" || !first || now() - first.at > SOON) return false;
    return Math.hypot(event.clientX - first.x, event.clientY - first.y) <= NEAR;
  }

  function clicked(event) {
    if (event.target.closest(TYPED_IN)) return;
    const control = event.target.closest(CONTROL);
    const meaning = meaningOf(control);
    if (isSecond(event) && (!first || control !== first.control || meaning !== first.meaning)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else first = { control, meaning, at: now(), x: event.clientX, y: event.clientY };
  }

  function held(event) {
    if (event.repeat && (event.key === "Enter" || event.key === " ") && event.target.closest(CONTROL)) event.preventDefault();
  }

  stage.addEventListener("click", clicked, true);
  stage.addEventListener("keydown", held, true);
}
