// Close: what the group agreed, in its own words and as actions; thanks; and the report to take home.

import { words } from "./actions_words.js";
import { element, put } from "./dom.js";
import { moves } from "./moves.js";
import { redrawing, redraws } from "./redrawing.js";
import { createRows } from "./rows.js";
import { words as shell } from "./words.js";

const SIZES = [40, 36, 34, 32, 30, 28, 26];

export function create(stage) {
  const leads = stage.role === "stage";
  const redraw = redraws(stage, () => known && draw());
  const pressed = moves(stage, redraw);
  const title = element("h2");
  const nothing = element("p", { class: "none" }, words.nothing);
  const rows = createRows(stage, { sizes: SIZES, changed: stage.changed, name: "taken" });
  const code = element("img", { class: "qr", alt: words.report });
  const takes = element("h3");
  const until = element("p");
  const whose = element("p", { class: "small" });
  const take = element("div", { class: "take" }, code, takes, until, whose);
  const node = element("div", { class: "close" }, element("div", { class: "main" }, title, nothing, rows.node), take);
  let known = null;
  let state = null;

  const stopRedrawing = redrawing([rows.node], redraw, () => rows.forget());

  function draw() {
    state = pressed.on(known);
    const agreed = state.agreed.filter((note) => note.body.trim());
    const some = agreed.length + state.actions.length > 0;
    put(title, some ? words.whatWeAgreed : words.thanks);
    nothing.hidden = some;
    rows.node.hidden = !some;
    rows.update(() => [...inWords(inOrder(agreed)), ...asActions(state.actions)], JSON.stringify([agreed, state.actions]), state.wall_page);
    drawReport();
  }

  function inOrder(agreed) {
    const steps = state.agenda.map((step) => step.id);
    return [...agreed].sort((one, other) => steps.indexOf(one.step) - steps.indexOf(other.step));
  }

  function drawReport() {
    const { address, code: joins, delete_on: last, report_shared: shared } = state.workshop;
    const source = shared && address ? `/stage/qr.svg?code=${joins}&of=join` : "";
    code.hidden = !source;
    if (source && code.getAttribute("src") !== source) code.src = source;
    put(takes, shared ? words.takeHome : words.notShared);
    put(until, shared ? [address ? "" : words.noAddress, words.until(last)].filter(Boolean).join(" ") : words.until(last));
    put(whose, state.texts.copyright);
  }

  return {
    node,
    update(now) {
      known = now;
      draw();
    },
    ahead(direction) {
      const page = state ? rows.page() + direction : -1;
      if (page < 0 || page >= rows.pages()) return null;
      return { name: shell.to.page(page + 1), go: () => pressed.post("turn", { page }, { wall_page: page }) };
    },
    controls() {
      if (!leads || !state) return [];
      const shared = state.workshop.report_shared;
      return [
        { does: "share", name: shared ? words.unshare : words.share, press: () => stage.deed("share", { on: !shared }), main: !shared },
        { name: words.downloads, press: () => stage.open("downloads") },
        { name: words.resources, press: () => stage.open("resources") },
        { name: words.end, press: () => stage.open("end"), main: shared },
        { name: words.remove_all, press: () => stage.open("delete") },
      ];
    },
    say: () => (state ? [words.thanks, rows.pages() > 1 ? words.pageOf(rows.page() + 1, rows.pages()) : ""] : ["", ""]),
    head: () => "",
    key: () => false,
    stop: stopRedrawing,
  };
}

const heading = (text) => element("h3", { "data-heading": true }, text);

function inWords(agreed) {
  return agreed.length ? [heading(words.inOurWords), ...agreed.map((note) => element("p", { class: "words", dir: "auto" }, note.body.trim()))] : [];
}

function asActions(actions) {
  if (!actions.length) return [];
  return [heading(words.actions(actions.length)), ...actions.map((action) => element(
    "p", { class: "does" },
    element("span", { dir: "auto" }, [action.what, action.who].filter(Boolean).join(" \u2013 ")), element("b", { dir: "auto" }, action.by_when),
  ))];
}
