// The clicker and the keyboard. A press moves within the step first; at its end, a second press goes on to the next
// step, no sooner than a moment after the first: a press too many must not leave a step.

export const SECOND_PRESS_AFTER = 600;
export const SECOND_PRESS_WITHIN = 20_000;
const FORWARD = new Set(["PageDown", "ArrowRight", "ArrowDown", " "]);
const BACKWARD = new Set(["PageUp", "ArrowLeft", "ArrowUp"]);
const TYPED_IN = "input, textarea, select, [contenteditable], [contenteditable] *, [role=textbox], [role=combobox]";
const MOVED_IN = "[role=dialog], [role=menu], [role=listbox], [role=radiogroup], [role=slider], [role=tablist], [role=grid], canvas";
const PRESSED = "a[href], button, summary, [role=button], [role=link], [role=checkbox], [role=switch], [role=tab]";

// What a key asks for, from where the focus is: "forward", "backward", the key itself for one that does something
// else, or nothing where the key belongs to what has the focus.
export function asked(event) {
  if (event.defaultPrevented || belongsElsewhere(event)) return "";
  if (FORWARD.has(event.key)) return "forward";
  if (BACKWARD.has(event.key)) return "backward";
  if (event.key.length > 1) return event.key;
  return charactersOn() ? event.key.toLowerCase() : "";
}

const CHARACTERS = "across-keys-of-characters";

// Whether a letter, a number or a sign does something when it is pressed alone: who speaks to the computer, or presses
// keys that were not meant, turns that off, for all windows of the browser.
export function charactersOn() {
  try {
    return localStorage.getItem(CHARACTERS) !== "off";
  } catch {
    return true; // no storage in this browser
  }
}

export function turnCharacters(on) {
  try {
    localStorage.setItem(CHARACTERS, on ? "on" : "off");
  } catch {
    /* no storage in this browser: they stay as they are */
  }
}

function belongsElsewhere(event) {
  const at = event.composedPath ? event.composedPath()[0] : event.target;
  const within = (which) => Boolean(at && at.closest && at.closest(which));
  if (event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key !== "?")) return true;
  return within(TYPED_IN) || (event.key !== "Escape" && within(MOVED_IN)) || (event.key === " " && within(PRESSED));
}

// Decides what a press forward or backward does: "within", "announced" at the end of a step, or "leave".
export function presses(now = () => performance.now()) {
  let end = null;
  return {
    press(direction, step, movedWithin) {
      if (movedWithin) {
        end = null;
        return "within";
      }
      const since = end && end.direction === direction && end.step === step ? now() - end.at : Infinity;
      if (since >= SECOND_PRESS_AFTER && since <= SECOND_PRESS_WITHIN) {
        end = null;
        return "leave";
      }
      // A burst of presses counts from its first: it neither leaves the step nor makes the second press wait longer.
      if (since > SECOND_PRESS_WITHIN) end = { direction, step, at: now() };
      return "announced";
    },
    announced: (step) => (end && end.step === step && now() - end.at <= SECOND_PRESS_WITHIN ? end.direction : 0),
    forget() {
      end = null;
    },
  };
}
