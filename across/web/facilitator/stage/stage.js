// The projected picture: what is known of the room, the shell, the part of the step everyone is at, and the keys.

import { create as actions } from "./actions.js";
import { createBlank } from "./blank.js";
import { create as closing } from "./close.js";
import { doorMenu, warning } from "./door.js";
import { element } from "./dom.js";
import { addFaces } from "./faces.js";
import { givesBackFocus } from "./given_back.js";
import { asked, charactersOn, presses, turnCharacters } from "./keys.js";
import { choice, item, linkTo, menu, timerMenu } from "./menus.js";
import { create as plain } from "./plain.js";
import { plotly } from "./plotly.js";
import { createPosts } from "./posts.js";
import { create as question } from "./question.js";
import { create as questionnaire } from "./questionnaire.js";
import { create as results } from "./results.js";
import { shell } from "./shell.js";
import { roomState } from "./state.js";
import { stream } from "./stream.js";
import { watch } from "./watch.js";
import { create as welcome } from "./welcome.js";
import { words } from "./words.js";

const PARTS = { welcome, question, questionnaire, results, actions, close: closing };
// From these kinds of step on, what draws the chart is fetched ahead.
const BEFORE_THE_CHART = ["questionnaire", "results"];
const FILES = ["tokens.css", "stage.css", "parts.css", "question.css", "results.css", "actions.css"];
const UNIT = 1000;
const FOLLOWS_WITHIN = 5000;
// On which channel the screens of a browser tell each other which workshop it facilitates now.
const SCREENS = "across-screens";

// What this document was opened at: an address that somebody typed or followed takes the room there, once. One that a
// browser opens again by itself does not.
const opened = performance.getEntriesByType("navigation")[0];
let typed = opened && opened.type === "navigate" ? new URL(opened.name).pathname.slice(1) : "";

// Build the picture in a box. `data`: {code, page, drawn, title, role}; `tell(name, value)` asks Streamlit's page for
// something: "follow" the room, or "open" what it has to show.
export { copy } from "./copying.js";
export { stream } from "./stream.js";

export function mount(root, data, tell) {
  addFaces();
  let here = data;
  let part = null;
  let drawnStep = "";
  let heading = "";
  let asksToFollow = "";
  let asksAgain = 0;
  let opens = "";
  let over = false;
  // Where one of our pages was left for this one, such as by Start workshop, the picture's heading has the focus.
  let begins = Boolean(opened) && opened.type === "navigate" && document.referrer.startsWith(`${location.origin}/`);
  // What the open menu says of who has joined.
  let who = null;
  const press = presses();
  const post = createPosts();
  const guard = watch();
  const picture = element("div", { class: "picture", "data-role": data.role });
  const measure = element("span", { class: "measure", "aria-hidden": "true" });
  const blank = createBlank();
  root.append(...FILES.map((file) => element("link", { rel: "stylesheet", href: new URL(`./${file}`, import.meta.url).href })), picture);
  const frame = shell(picture, { role: data.role, go, back: () => stepped(-1), next: () => stepped(1) });
  frame.stage.append(measure, blank.node);
  const timer = timerMenu(deed, () => room.now());
  const more = menu(words.more, fillMore, { label: "⋯" });
  const keysBox = element("div", { class: "keys", hidden: true, role: "dialog", "aria-label": words.keys, "data-returns": true });
  if (data.role === "stage") frame.menus.append(...timer.nodes, more.whole);
  frame.stage.append(keysBox);
  // Streamlit lets Tab come to its page as a whole: the picture covers it, and has a way of its own to the controls.
  const under = data.role === "stage" ? document.getElementById("stMain") : null;
  if (under) under.tabIndex = -1;

  const stopGiving = givesBackFocus();
  const room = roomState(data.code, { told: draw, lost: ended });
  const stop = stream(data.code, { heard: room.hear, state: connected });
  room.look();

  const api = {
    role: data.role,
    deed,
    changed: () => part && room.now() && drawShell(room.now()),
    unit: () => measure.getBoundingClientRect().width / UNIT,
    say: frame.say,
    look: () => room.look(),
    open: (what) => {
      opens = what;
      openNow();
    },
    // Whether the page under the picture is none of a step, such as the one for paper forms.
    beside: () => Boolean(room.now() && beside(room.now())),
  };

  async function deed(name, values = {}) {
    const { said, sent, letGo } = await post({ code: here.code, deed: name, ...values });
    if (letGo) return said;
    if (!sent) guard.lost();
    if (!said.done) frame.warn(said.why || words.cannot);
    const looked = room.look();
    // Where a post did not come through, looking may not either, and whoever pressed is to know it now.
    if (sent) await looked;
    return said;
  }

  function go(step) {
    heading = step;
    typed = "";
    deed("move", { step }).then((said) => {
      if (!said.done) heading = "";
    });
  }

  function neighbour(direction) {
    const state = room.now();
    if (!state) return null;
    const at = state.agenda.findIndex((step) => step.id === (heading || shownStep(state)));
    return state.agenda[at + direction] || null;
  }

  function walk(direction) {
    press.forget();
    const step = neighbour(direction);
    if (step) go(step.id);
  }

  // Within the step to what comes there; null at its end.
  const within = (direction) => (part ? part.ahead(direction) : null);

  // A press of Back or Next does what its name says: the keys do the same, but ask for a second press at a step's end.
  function stepped(direction) {
    const state = room.now();
    if (!state || beside(state)) return;
    const next = within(direction);
    press.forget();
    if (next) next.go();
    else walk(direction);
    drawShell(room.now());
  }

  // What comes before or after what is shown, in words.
  function named(direction) {
    const next = within(direction);
    const step = neighbour(direction);
    return next ? next.name : step ? step.title : "";
  }

  // The step whose picture this is: everyone's, or a page beside it, such as the one for paper forms.
  function shownStep(state) {
    return state.step;
  }

  function beside(state) {
    return here.role === "stage" && !state.agenda.some((step) => step.id === here.page) ? here.page : "";
  }

  function kindOf(state) {
    return beside(state) ? "" : (state.agenda.find((step) => step.id === state.step) || {}).kind;
  }

  function draw(state) {
    if (over) return;
    guard.boot(room.boot());
    if (heading === state.step) heading = "";
    const step = beside(state) || state.step;
    const told = drawnStep && step !== drawnStep;
    if (step !== drawnStep) begin(step, kindOf(state));
    const shows = !part.plain || (here.drawn !== step && !beside(state));
    frame.stage.classList.toggle("plain", Boolean(part.plain) && !shows);
    frame.stage.classList.toggle("waiting", Boolean(part.plain) && shows);
    dress();
    drawShell(state);
    part.update(state);
    drawShell(state);
    if (told) frame.say(nameOfStep(state));
    if (begins) frame.begin();
    begins = false;
    follow(state);
  }

  // What a screen reader says when the room has moved, whoever moved it.
  function nameOfStep(state) {
    const at = state.agenda.findIndex((step) => step.id === state.step);
    return beside(state) ? here.title : words.stepOf(state.agenda[at].title, at + 1, state.agenda.length);
  }

  function begin(step, kind) {
    if (part) part.stop();
    part = (PARTS[kind] || plain)(api);
    if (BEFORE_THE_CHART.includes(kind)) plotly().catch(() => {});
    drawnStep = step;
    press.forget();
    frame.area.replaceChildren(part.node);
  }

  function drawShell(state) {
    const other = beside(state);
    const planned = state.agenda.find((step) => step.id === state.step) || { title: "", topic: "" };
    const before = neighbour(-1);
    const after = neighbour(1);
    const going = press.announced(state.step);
    const towards = going > 0 ? after : before;
    frame.draw(state, {
      step: state.step,
      title: other ? here.title : planned.title,
      beside: other ? "" : part.head() || planned.topic || "",
      controls: part.controls(),
      say: part.say(),
      announced: going && towards ? words.pressAgain(towards.title) : "",
      showsJoining: Boolean(part.showsJoining),
      ownClock: Boolean(part.ownClock && part.ownClock()),
      before: other ? "" : named(-1),
      after: other ? "" : named(1),
    });
    timer.update(state, state.step);
    warnOf(state);
    edges();
  }

  // The button of the menu has a mark where something is wrong with who has joined: it is the facilitator's to look.
  function warnOf(state) {
    const wrong = Boolean(warning(state));
    more.button.classList.toggle("warned", wrong);
    more.button.setAttribute("aria-label", wrong ? words.moreWarned : words.more);
    if (who) who.update(state);
  }

  // Streamlit's page stands between head and foot: it is told how high they are.
  function edges() {
    const style = document.documentElement.style;
    style.setProperty("--stage-top", `${frame.head.offsetTop + frame.head.offsetHeight}px`);
    style.setProperty("--stage-bottom", `${frame.foot.offsetHeight}px`);
  }

  // The room is somewhere else than the page that Streamlit draws: an address that somebody typed takes the room there,
  // anything else takes the page along.
  function follow(state) {
    if (beside(state)) return;
    const page = here.role === "stage" ? here.page : here.drawn;
    if (page === state.step) {
      asksToFollow = "";
      // Not while another page is on its way: where Back was pressed while this one was still being drawn.
      if (typed === page) typed = "";
      clearTimeout(asksAgain);
      delete document.documentElement.dataset.acrossFollowing;
      openNow();
    } else if (here.role === "stage" && typed === page) {
      typed = "";
      go(page);
    } else if (asksToFollow !== state.step && here.role !== "small") {
      asksToFollow = state.step;
      // A part of the page that asked to be drawn anew now would take Streamlit back to it (`news.js`).
      document.documentElement.dataset.acrossFollowing = state.step;
      tell("follow", state.step);
      clearTimeout(asksAgain);
      asksAgain = setTimeout(askAgain, FOLLOWS_WITHIN);
    }
  }

  // What a page has to show is asked for once that page is there: one that is on its way would lose it.
  function openNow() {
    if (!opens || !room.now() || here.page !== room.now().step) return;
    tell("open", opens);
    opens = "";
  }

  // Streamlit forgets what is asked of it while it draws for another reason.
  function askAgain() {
    const app = document.querySelector("[data-test-script-state]");
    if (app && app.dataset.testScriptState !== "notRunning") {
      // It is on its way: asked twice, it would be drawn twice, and close what is opened meanwhile.
      asksAgain = setTimeout(askAgain, FOLLOWS_WITHIN / 10);
      return;
    }
    asksToFollow = "";
    if (!over && room.now()) follow(room.now());
  }

  function connected(state) {
    frame.connected(state !== "lost");
    if (state === "lost") {
      guard.lost();
      room.look();
    }
    if (state === "gone") ended(404, words.gone);
  }

  function ended(_status, why) {
    over = true;
    stop();
    room.stop();
    if (part) part.stop();
    part = null;
    picture.replaceChildren(
      element("div", { class: "stage ended", "data-role": here.role },
        element("div", { class: "area" }, element("h1", {}, why || words.gone),
          here.role === "stage" ? element("p", {}, element("a", { class: "btn", href: "/" }, "Across Boundaries")) : "")),
    );
    dress();
  }

  function fillMore(box, close) {
    const does = (work) => () => {
      close();
      work();
    };
    who = doorMenu(room.now(), deed);
    box.append(
      item(words.fullScreen, does(fullScreen)),
      item(words.blank, does(blank.show)),
      item(words.keys, does(toggleKeys)),
      linkTo(words.presenting, "/present", close),
      linkTo(words.ownView, "/facilitator", close),
      ...who.nodes,
      choice(words.colours, words.themes, room.now().theme, (theme) => deed("theme", { theme })),
    );
  }

  function fullScreen() {
    const whole = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    whole.catch(() => {});
  }

  function toggleKeys() {
    keysBox.hidden = !keysBox.hidden;
    if (keysBox.hidden) {
      keysBox.replaceChildren();
      return undefined;
    }
    const rows = words.keysList.flatMap(([key, does]) => [element("dt", {}, key), element("dd", {}, does)]);
    const shut = element("button", { class: "btn main", type: "button", onclick: toggleKeys }, words.done);
    const on = charactersOn();
    const characters = element("button", { class: "btn", type: "button", "aria-pressed": String(on) }, words.characterKeys);
    characters.onclick = () => {
      turnCharacters(!charactersOn());
      characters.setAttribute("aria-pressed", String(charactersOn()));
    };
    keysBox.replaceChildren(element("h2", {}, words.keys), element("dl", {}, ...rows), element("p", {}, words.keysNote), element("p", {}, characters), shut);
    shut.focus();
    return undefined;
  }

  function turn(direction, held) {
    const state = room.now();
    if (!state || !part) return;
    const next = within(direction);
    if (next) next.go();
    // A key that is held down leaves no step: it was pressed once.
    if (!held && press.press(direction, state.step, next || beside(state)) === "leave") walk(direction);
    drawShell(room.now());
    setTimeout(() => room.now() && part && drawShell(room.now()), 20_500);
  }

  const others = { b: blank.show, f: fullScreen, "?": toggleKeys };
  function keyed(event) {
    const key = here.role === "small" ? "" : asked(event);
    if (!key) return;
    if (key === "Escape" && !keysBox.hidden) return toggleKeys();
    if (key === "forward" || key === "backward") {
      event.preventDefault();
      turn(key === "forward" ? 1 : -1, event.repeat);
    } else if (part && part.key(event)) event.preventDefault();
    else if (others[key]) {
      event.preventDefault();
      if (!event.repeat) others[key]();
    }
    return undefined;
  }
  addEventListener("keydown", keyed);

  // A presenting window goes with the workshop that is opened in this browser, whichever it showed before.
  const screens = globalThis.BroadcastChannel ? new BroadcastChannel(SCREENS) : null;
  if (screens && data.role === "stage") screens.postMessage(data.code);
  if (screens && data.role === "present") screens.onmessage = ({ data: code }) => code !== here.code && location.reload();

  // Back and forward of the browser take the room along, as a link would.
  const travelled = () => {
    typed = location.pathname.slice(1);
  };
  addEventListener("popstate", travelled);
  const sized = new ResizeObserver(() => {
    if (part && room.now()) part.update(room.now());
    edges();
  });
  sized.observe(picture);
  // A chart is drawn in the colours of the moment.
  const redressed = () => {
    dress();
    if (part && room.now()) part.update(room.now());
  };
  const dressed = new MutationObserver(redressed);
  const app = document.querySelector(".stApp");
  if (app) dressed.observe(app, { attributes: true });
  dress();

  // Colours are chosen in the room, for every screen; else they are as this device is set.
  function dress() {
    const chosen = room.now() ? room.now().theme : "device";
    const dark = app && getComputedStyle(app).colorScheme.includes("dark");
    const theme = chosen === "device" ? (dark ? "dark" : "light") : chosen;
    for (const stage of picture.querySelectorAll(".stage")) stage.dataset.theme = theme;
  }

  return {
    update(now) {
      here = now;
      dress();
      if (room.now()) draw(room.now());
    },
    stop() {
      removeEventListener("keydown", keyed);
      removeEventListener("popstate", travelled);
      if (screens) screens.close();
      if (under) under.tabIndex = 0;
      clearTimeout(asksAgain);
      sized.disconnect();
      dressed.disconnect();
      stopGiving();
      stop();
      room.stop();
      if (part) part.stop();
      frame.stop();
      blank.stop();
      root.replaceChildren();
    },
  };
}
