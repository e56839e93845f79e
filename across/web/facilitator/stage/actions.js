// Actions: what was agreed, as large as it goes, with one line to add another; or what participants propose.

import { createActionForm } from "./action_form.js";
import { createActionRows } from "./action_rows.js";
import { words } from "./actions_words.js";
import { mayBeShown, MOST_NAMED, showChosen } from "./choosing.js";
import { element, put } from "./dom.js";
import { createGroupNote } from "./group_note.js";
import { moves } from "./moves.js";
import { words as wallWords } from "./question_words.js";
import { redrawing, redraws } from "./redrawing.js";
import { createWall, inReadingOrder } from "./wall.js";
import { words as shell } from "./words.js";

export function create(stage) {
  const leads = stage.role === "stage";
  const redraw = redraws(stage, () => known && draw());
  const pressed = moves(stage, redraw);
  const none = element("p", { class: "none", hidden: true }, words.none);
  const list = createActionRows(stage);
  const wall = createWall(stage, { does: does(), changed: () => stage.changed(), loose: [wallWords.otherProposals, wallWords.otherProposals] });
  const empty = element("p", { class: "none", hidden: true }, words.noProposals);
  const chose = element("p", { class: "chose", dir: "auto", hidden: true });
  const note = stage.role === "small" ? null : createGroupNote(stage, { resized: redraw });
  const form = leads ? createActionForm(stage, { added: redraw }) : null;
  // A proposal becomes an action once somebody has been asked who will do it, and by when.
  const asking = leads ? createActionForm(stage, { closed: asked, name: "proposed-action" }) : null;
  if (asking) asking.node.hidden = true;
  const body = element("div", { class: "body" }, list.node, none, wall.node, empty);
  const node = element("div", { class: "actions question" }, chose, body, note ? note.node : "", form ? form.node : "");
  let known = null;
  let state = null;

  const stopRedrawing = redrawing([body], redraw, () => {
    list.forget();
    wall.forget();
  });

  const proposing = () => state.asking === "wall";
  const proposals = () => inReadingOrder(state.notes);
  const waiting = () => proposals().filter((proposal) => !proposal.taken_up).length;
  const part = () => (proposing() ? wall : list);

  function draw() {
    state = pressed.on(known);
    node.dataset.view = proposing() ? "proposals" : "list";
    list.node.hidden = proposing() || !state.actions.length;
    none.hidden = proposing() || state.actions.length > 0;
    wall.node.hidden = !proposing() || !proposals().length;
    empty.hidden = !proposing() || proposals().length > 0;
    if (leads) forms();
    const chosen = state.choosing && state.choosing.shown ? state.choosing.shown : [];
    chose.hidden = !chosen.length;
    put(chose, words.weChose(chosen.slice(0, MOST_NAMED).map((topic) => `${topic.name} (${topic.people})`)));
    if (note) note.update(state);
    if (proposing()) wall.update({ notes: state.notes, ways: state.texts.ways, page: state.wall_page });
    else list.update(state.actions, state.wall_page);
  }

  function forms() {
    form.node.hidden = proposing();
    if (!proposing()) asking.close();
  }

  function does() {
    return {
      takeUp,
      pin: (notes, on) => stage.deed("pin", { notes, on }),
      hide: (notes) => stage.deed("hide", { notes, on: true }),
    };
  }

  function takeUp(id) {
    const proposal = state.notes.find((sent) => sent.id === id);
    if (proposal.taken_up) {
      show("auto");
      return;
    }
    node.append(asking.node);
    asking.openFor(words.whoAndWhen, proposal);
  }

  function asked() {
    asking.node.remove();
    redraw();
  }

  function show(how) {
    if (state.wall_page) stage.deed("turn", { page: 0 });
    pressed.post("ask", { how, sentence: 0 }, { asking: how, wall_page: 0 });
  }

  return {
    node,
    update(now) {
      known = now;
      draw();
    },
    ahead(direction) {
      const page = state ? part().page() + direction : -1;
      if (page < 0 || page >= part().pages()) return null;
      return { name: shell.to.page(page + 1), go: () => pressed.post("turn", { page }, { wall_page: page }) };
    },
    controls() {
      if (!leads || !state) return [];
      const number = waiting();
      return [
        ...(mayBeShown(state) ? [{ name: words.showChosen, press: () => showChosen(stage, state.step) }] : []),
        { does: "proposals", name: number ? words.proposalsOf(number) : words.proposals, press: () => show(proposing() ? "auto" : "wall"), pressed: proposing() },
        { name: words.ownView, press: () => window.open("/facilitator", "_blank", "noopener") },
      ];
    },
    say() {
      if (!state) return ["", ""];
      const pages = part().pages() > 1 ? words.pageOf(part().page() + 1, part().pages()) : "";
      const choose = state.choosing && !state.choosing.shown ? words.choose(state.choosing.people) : "";
      return [[proposing() ? words.backed : waiting() ? words.waiting(waiting()) : "", choose].filter(Boolean).join(" "), pages];
    },
    head() {
      if (!state) return "";
      if (proposing()) return words.proposed;
      return state.actions.length ? words.agreed(state.actions.length) : "";
    },
    key(event) {
      if (event.key !== "Escape" || !state || !proposing()) return false;
      show("auto");
      return true;
    },
    stop() {
      stopRedrawing();
      wall.stop();
      if (note) note.stop();
    },
  };
}
