// The controls of the foot as one stop of the Tab key: the arrow keys, Home and End go from one to the next.

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

// `first`: what Tab comes to before anything else was used. Where a pointer was used last, arrow keys still belong to
// the picture.
export function toolbar(bar, first) {
  let current = first;
  let byKeys = true;
  const stops = () => [...bar.querySelectorAll(".btn")].filter((button) => !button.closest(".menu") && button.checkVisibility());

  function rove() {
    const all = stops();
    if (!all.includes(current)) current = first;
    for (const button of all) button.tabIndex = button === current ? 0 : -1;
  }

  function key(event) {
    const all = stops();
    const at = all.indexOf(event.target);
    const by = STEPS[event.key];
    if (at < 0 || !by || !byKeys || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const to = Number.isFinite(by) ? (at + by + all.length) % all.length : by < 0 ? 0 : all.length - 1;
    all[to].focus();
  }

  function came(event) {
    if (!stops().includes(event.target)) return;
    current = event.target;
    rove();
  }

  const tabbed = (event) => event.key === "Tab" && (byKeys = true);
  const pointed = () => (byKeys = false);
  bar.addEventListener("keydown", key);
  bar.addEventListener("focusin", came);
  addEventListener("keydown", tabbed, true);
  addEventListener("pointerdown", pointed, true);

  return {
    rove,
    focus() {
      byKeys = true;
      rove();
      current.focus();
    },
    stop() {
      removeEventListener("keydown", tabbed, true);
      removeEventListener("pointerdown", pointed, true);
    },
  };
}
