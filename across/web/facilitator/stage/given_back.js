// A button of Streamlit's that is out of use while it works, such as a download, loses the focus to the body: it has it
// again once it can be pressed, unless somebody has gone elsewhere. Without it, Escape closes no dialog.

const BUTTONS = "[data-testid=stDownloadButton] button, [data-testid=stButton] button";

export function givesBackFocus(page = document) {
  let last = null;
  const came = (event) => {
    const button = event.target.closest && event.target.closest(BUTTONS);
    last = button ? { button, called: button.textContent } : null;
  };
  // Streamlit may have drawn it anew: then it is the one of the same name.
  const now = () => (last.button.isConnected ? last.button : [...page.querySelectorAll(BUTTONS)].find((found) => found.textContent === last.called));
  const changed = () => {
    if (!last || page.activeElement !== page.body) return;
    const button = now();
    if (button && !button.disabled) button.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(changed);
  observer.observe(page.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] });
  page.addEventListener("focusin", came);
  return () => {
    observer.disconnect();
    page.removeEventListener("focusin", came);
  };
}
