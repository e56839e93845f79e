// Where the focus goes when a draw takes away what had it: to what stands for it now, else to a place of rest. With
// the keyboard alone, the body is where everything begins anew.

const REACHED = "button, a[href], input, textarea, select, [tabindex]";

// What has the focus, however deep it lies.
export function focused(root = document) {
  let at = root.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at === document.body || at === document.documentElement ? null : at;
}

const isThere = (node) => Boolean(node) && node.isConnected && node.checkVisibility({ visibilityProperty: true }) && !node.disabled;

// `name`: the heading that is always there; `wake()` brings controls into sight. What is marked `data-rest` is the thing
// that is looked at, before the heading; what stands in `data-returns` gives the focus back to where it came from; what
// has the same `data-stands` stands for each other.
export function keptFocus(stage, { name, wake }) {
  let last = null;
  let byKeys = false;
  const returns = new Map();
  name.tabIndex = -1;

  // The cards, in the order of the page: where one goes, the next has its place.
  const cardsOf = (card) => [...stage.querySelectorAll(".card, .action")].filter((found) => found.className.split(" ")[0] === card.kind && isThere(found));

  function remember(node) {
    const region = node.closest("[data-returns]");
    if (region && last && !returns.has(region) && !region.contains(last.node)) returns.set(region, last);
    const card = node.closest(".card, .action");
    const kind = card && card.className.split(" ")[0];
    const place = card ? cardsOf({ kind }).indexOf(card) : -1;
    last = { node, region, card: card && { node: card, kind, place }, stands: node.dataset.stands };
  }

  function standsFor({ node, stands, card, region }, deep = 0) {
    if (isThere(node)) return node;
    const same = stands && [...stage.querySelectorAll(`[data-stands="${stands}"]`)].find(isThere);
    if (same) return same;
    return (byKeys && ((card && inPlaceOf(card)) || back(region, deep))) || rest(node) || null;
  }

  function inPlaceOf(card) {
    if (isThere(card.node)) return card.node.matches("[tabindex]") ? card.node : card.node.querySelector(REACHED);
    const others = cardsOf(card);
    const next = others[Math.min(card.place, others.length - 1)];
    return next && (next.matches("[tabindex]") ? next : next.querySelector(REACHED));
  }

  const rest = (lost) => [...stage.querySelectorAll("[data-rest]")].find((found) => found !== lost && isThere(found));
  const back = (region, deep) => region && returns.has(region) && deep < 3 && standsFor(returns.get(region), deep + 1);

  // Give the focus to what stands for the thing that has lost it.
  function restore() {
    if (!last) return;
    wake();
    const to = standsFor(last) || name;
    to.focus({ preventScroll: isThere(last.node) });
    if (focused() !== to) name.focus({ preventScroll: true });
  }

  function check() {
    const at = focused();
    if (last && !isThere(last.node) && (!at || at === last.node)) restore();
    for (const region of returns.keys()) if (!isThere(region)) returns.delete(region);
  }

  // Away from something that is still there: a press on nothing, unless another window or page has the focus now.
  const left = () => setTimeout(() => {
    check();
    if (last && !focused() && document.hasFocus()) last = null;
  }, 0);

  const came = (event) => remember(event.composedPath()[0]);
  const keyed = () => (byKeys = true);
  const pointed = () => (byKeys = false);
  const drawn = new MutationObserver(check);
  // A dialog of Streamlit's stands beside the page, which is inert meanwhile: it has gone, or the page is as it was.
  const closed = new MutationObserver(() => setTimeout(() => !focused() && restore(), 0));

  stage.addEventListener("focusin", came);
  stage.addEventListener("focusout", (event) => event.relatedTarget || left());
  addEventListener("keydown", keyed, true);
  addEventListener("pointerdown", pointed, true);
  drawn.observe(stage, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "disabled"] });
  closed.observe(document.body, { childList: true });
  for (const page of document.body.children) closed.observe(page, { attributes: true, attributeFilter: ["inert"] });

  return {
    // The picture has come in place of another page: what has the focus there is about to go.
    begin: () => name.focus({ preventScroll: true }),
    stop() {
      drawn.disconnect();
      closed.disconnect();
      removeEventListener("keydown", keyed, true);
      removeEventListener("pointerdown", pointed, true);
    },
  };
}
