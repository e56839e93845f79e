// A file that somebody sends and that something on the way does not let through: Streamlit names the number alone.

import { button, cover } from "./cover.js";
import { element } from "./dom.js";
import { words } from "./words.js";

const SENT_TO = "/_stcore/upload_file/";
const TOO_LARGE = 413;
const FAILED = 400;

export function watchFiles() {
  const shut = button("button", words.hide, () => notice.hide());
  const below = element("p", { style: "margin: 1rem 0 0; font: inherit; font-weight: 400" }, shut);
  const notice = cover("across-refused");
  const seen = new PerformanceObserver((list) => list.getEntries().forEach(tell));

  function tell({ name, responseStatus }) {
    if (!name.includes(SENT_TO)) return;
    if (responseStatus === TOO_LARGE) notice.show(words.tooLarge, below);
    else if (responseStatus >= FAILED) notice.show(words.fileFailed, below);
    else if (responseStatus) notice.hide();
  }
  seen.observe({ type: "resource" });
}
