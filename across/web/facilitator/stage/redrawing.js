// When a part is drawn anew though nothing of the workshop has changed: a box has another size, letters another face, or
// what was pressed has not been done.

// How a part draws itself anew: the shell follows, for what Back and Next will do may be something else now.
export const redraws = (stage, draw) => () => {
  draw();
  stage.changed();
};

// Call `redraw` whenever one of the nodes has another size and, where there is something to `forget` that was measured
// in letters, whenever a face has come. Returns what ends it.
export function redrawing(nodes, redraw, forget = null) {
  const sized = new ResizeObserver(() => redraw());
  for (const node of nodes) sized.observe(node);
  const restyled = () => {
    forget();
    redraw();
  };
  const faces = forget && document.fonts;
  if (faces) faces.addEventListener("loadingdone", restyled);
  return () => {
    sized.disconnect();
    if (faces) faces.removeEventListener("loadingdone", restyled);
  };
}
