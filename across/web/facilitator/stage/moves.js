// What was pressed in this window and has not come back from the server yet: it is shown at once, so that presses that
// come fast are all counted, and gives way to what the server says when it has answered.

export function moves(stage, redraw) {
  let over = {};
  let open = 0;

  return {
    // The state as this window shows it.
    on: (state) => ({ ...state, ...over }),
    // Post a deed, and show the state with `changes` until it is answered. Resolves to the answer.
    async post(deed, values, changes = {}) {
      over = { ...over, ...changes };
      open += 1;
      redraw();
      try {
        return await stage.deed(deed, values);
      } finally {
        open -= 1;
        if (!open) {
          over = {};
          redraw();
        }
      }
    },
  };
}
