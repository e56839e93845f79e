// The largest type that fits.

// Give a text the first of these sizes, in u, at which `holds(size)`; the last where none does. Returns whether one did.
export function fit(node, sizes, holds) {
  for (const size of sizes) {
    node.style.fontSize = `calc(${size} * var(--u))`;
    if (holds(size)) return true;
  }
  return false;
}
