// Where the focus goes when Streamlit's page is drawn anew without what had it: to what stands in its place. With the
// keyboard alone, the body is where everything begins anew.

const REACHED = "button, a[href], input, textarea, summary, [role='spinbutton'], [tabindex='0']";
const DIALOG = "[role='dialog']";

const main = () => document.querySelector('[data-testid="stMain"]');
const isThere = (node) => node.isConnected && node.checkVisibility({ visibilityProperty: true }) && !node.disabled;
const reached = () => [...main().querySelectorAll(REACHED)].filter(isThere);
const lost = () => !document.activeElement || document.activeElement === document.body;
const drawn = (app) => !app || app.dataset.testScriptState === "notRunning";

function start() {
  const app = document.querySelector("[data-test-script-state]");
  let last = null;

  // Where it went into a dialog, what opened that keeps its place: it may be drawn anew meanwhile.
  function came() {
    const node = document.activeElement;
    if (node.closest(DIALOG)) return;
    const place = main() ? reached().indexOf(node) : -1;
    last = place < 0 ? null : { node, place };
  }

  // Away from something that is still there is a press on nothing, or another window.
  function left(event) {
    if (event.relatedTarget) return;
    setTimeout(() => {
      look();
      if (last && isThere(last.node) && lost() && document.hasFocus() && !document.querySelector(DIALOG)) last = null;
    }, 0);
  }

  function look() {
    if (!last || isThere(last.node) || !lost() || !drawn(app) || !main()) return;
    const all = reached();
    const next = all[Math.min(last.place, all.length - 1)];
    if (next) next.focus();
  }

  const watched = new MutationObserver(look);
  watched.observe(document.body, { childList: true, subtree: true });
  if (app) watched.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  document.addEventListener("focusin", came);
  document.addEventListener("focusout", left);
  return () => {
    watched.disconnect();
    document.removeEventListener("focusin", came);
    document.removeEventListener("focusout", left);
  };
}

export default function () {
  return start();
}
