// Making elements. What people wrote comes in as a child, and is text there whatever it holds.

const SVG = "http://www.w3.org/2000/svg";

// An element with attributes (`on` ones are listeners, false ones are left out) and children: nodes, texts or nothing.
export function element(name, attributes = {}, ...children) {
  const made = dressed(document.createElement(name), attributes);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function drawing(name, attributes = {}, ...children) {
  const made = dressed(document.createElementNS(SVG, name), attributes);
  made.append(...children);
  return made;
}

// Set a text only where it is another: a screen reader says what is set again.
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Put the wanted nodes in order, moving as few as possible; what has the focus keeps it.
export function inOrder(parent, wanted) {
  const focused = parent.getRootNode().activeElement;
  const keep = new Set(wanted);
  for (const node of [...parent.children]) if (!keep.has(node)) node.remove();
  let at = parent.lastElementChild;
  for (let place = wanted.length - 1; place >= 0; place -= 1) {
    const node = wanted[place];
    if (node === at) at = at.previousElementSibling;
    else parent.insertBefore(node, wanted[place + 1] || null);
  }
  if (focused && parent.contains(focused) && parent.getRootNode().activeElement !== focused)
    focused.focus({ preventScroll: true });
}

// The mark: a boundary of nine sides, crossed by one warm line.
export function mark() {
  const corners = Array.from({ length: 9 }, (_, number) => {
    const angle = ((number * 40 - 90) * Math.PI) / 180;
    return `${(17 * Math.cos(angle)).toFixed(1)},${(17 * Math.sin(angle) + 1).toFixed(1)}`;
  });
  const line = (x, y, colour, width) =>
    drawing("line", { x1: -x, y1: y, x2: x, y2: -y, stroke: colour, "stroke-width": width });
  return drawing(
    "svg",
    { class: "mark", viewBox: "-24 -24 48 48", "aria-hidden": "true", fill: "none", "stroke-linecap": "round" },
    drawing("polygon", { points: corners.join(" "), stroke: "var(--accent)", "stroke-width": 4 }),
    line(22, 9, "var(--paper)", 11),
    line(21, 8.6, "var(--ink)", 7.5),
    line(21, 8.6, "var(--signal)", 4.5),
  );
}

function dressed(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  return made;
}
