// The facilitator's notes to themselves: what is typed is in this browser's own storage at once, and goes nowhere else.

const NOT_KEPT = "This browser keeps nothing of this page: copy the text before you close it.";
const boxes = new WeakMap();

export default function (component) {
  const { data, parentElement } = component;
  const box = parentElement.querySelector("#own");
  const name = `across-own-notes-${data.code}`;
  const before = boxes.get(parentElement);
  if (before && before.name === name) return before.stop;
  if (before) before.stop();

  const show = () => {
    try {
      box.value = localStorage.getItem(name) || "";
    } catch {
      notKept();
    }
  };
  const notKept = () => {
    parentElement.querySelector("#not-kept").textContent = NOT_KEPT;
  };
  box.oninput = () => {
    try {
      localStorage.setItem(name, box.value);
    } catch {
      notKept();
    }
  };
  // Streamlit takes single letters for shortcuts: it must not hear those that are typed here.
  box.onkeydown = (event) => event.stopPropagation();
  // The same view in another tab of this browser.
  const elsewhere = (event) => {
    if (event.key === name) show();
  };
  addEventListener("storage", elsewhere);
  show();
  box.disabled = false;

  const stop = () => {
    removeEventListener("storage", elsewhere);
    boxes.delete(parentElement);
  };
  boxes.set(parentElement, { name, stop });
  return stop;
}
