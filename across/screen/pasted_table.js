// A box for a table that was copied elsewhere: what is pasted as a table is read at once, other text when asked.
import { asLines, hasHtmlTable, tableIn } from "./clipboard.js";

const boxes = new WeakMap();

function start(root, send) {
  const $ = (query) => root.querySelector(query);
  let known = null;
  // What stood in the box when a table was sent: what is typed since is kept.
  let stood = null;
  const read = (text) => {
    if (!text.trim()) {
      $("[role=status]").textContent = "There is nothing to read yet.";
      return;
    }
    $("[role=status]").textContent = "Reading the table …";
    stood = $("textarea").value;
    send({ id: `${Date.now()} ${Math.random()}`, text });
  };
  $("textarea").addEventListener("paste", (event) => {
    const { clipboardData } = event;
    if (tableIn(clipboardData).length < 2) return;
    event.preventDefault();
    read(hasHtmlTable(clipboardData) ? asLines(tableIn(clipboardData)) : clipboardData.getData("text/plain"));
  });
  $("button").onclick = () => read($("textarea").value);
  root.querySelectorAll("button, textarea").forEach((control) => {
    control.disabled = false;
  });
  return {
    // `times`: how many tables were read. The page is drawn anew for many other reasons.
    take(times) {
      if (times === known) return;
      known = times;
      if ($("textarea").value === stood) $("textarea").value = "";
      stood = null;
      $("[role=status]").textContent = "";
    },
  };
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!boxes.has(parentElement)) boxes.set(parentElement, start(parentElement, (table) => setTriggerValue("table", table)));
  boxes.get(parentElement).take(data.times);
  return () => boxes.delete(parentElement);
}
