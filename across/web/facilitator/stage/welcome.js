// Welcome: how to join, as large as it goes, how many have, and what we agree on.

import { words } from "./actions_words.js";
import { createActionRows } from "./action_rows.js";
import { copy } from "./copying.js";
import { inRoom } from "./door.js";
import { element, put } from "./dom.js";
import { moves } from "./moves.js";
import { redrawing, redraws } from "./redrawing.js";
import { words as shell } from "./words.js";

const { to } = shell;

const MOST_STROKES = 30;
// As many addresses to choose from stand on the picture; all of them under Set up.
const MOST_ADDRESSES = 3;
// So long nobody has joined before it is said what to try.
const NOBODY_YET = 120_000;
const TRY = [
  "Is the phone on the same Wi-Fi as this computer? Mobile data does not lead here.",
  "A guest Wi-Fi often keeps devices apart: take another Wi-Fi.",
  "A firewall on this computer may keep phones out: let Python through on this network.",
  "Or turn on this computer’s own hotspot, reload this page, and choose the hotspot’s address.",
];
const OPEN = "Point your phone’s camera here to join";
const CLOSED = "The door is closed. To join now, ask the facilitator to open it.";
// How long a button says that the join link was copied.
const SAYS_SO = 6000;
const COPY = { yet: "Copy join link", done: "Join link copied: paste it into the chat", not: "Not copied: this browser does not allow it" };
const AGREED = {
  reveal: "Scores stay hidden until all of us see them at once",
  live: "Scores are shown here while we answer",
};

export function create(stage) {
  const name = element("h2", { class: "name" });
  const when = element("p", { class: "when" });
  const code = element("img", { class: "qr", alt: "QR code to join" });
  const none = element(
    "p", { class: "qr none" },
    "Phones cannot reach this machine yet. Connect it to a network and reload this page, or set its address under Set up.",
  );
  const point = element("p", { class: "point" });
  const address = element("p", { class: "address" });
  const letters = element("p", { class: "code" });
  const many = element("b");
  const people = element("span", { class: "people" });
  const strokes = element("span", { class: "strokes", "aria-hidden": "true" });
  const joined = element("p", { class: "joined" }, element("span", {}, many, " joined", people), strokes);
  const wifiCode = element("img", { alt: "QR code to join the Wi-Fi" });
  const wifiName = element("b");
  const wifi = element("figure", { class: "wifi" }, wifiCode, element("figcaption", {}, "Wi-Fi first?", element("br"), wifiName));
  const rules = element("ul");
  const above = element("h3");
  const elsewhere = element("div", { class: "elsewhere", role: "group", "aria-label": "Other addresses of this computer", hidden: true });
  const last = createActionRows(stage, { number: false });
  const lastTime = element("div", { class: "last-time", hidden: true }, element("h2", {}, words.whatBecame), last.node);
  const join = element(
    "div", { class: "welcome" },
    element("div", { class: "names" }, name, when),
    element("figure", { class: "scan" }, code, none, point),
    element(
      "div", { class: "how" },
      element("p", { class: "lead" }, "or open"), address,
      element("p", { class: "lead" }, "and type"), letters, joined, elsewhere,
    ),
    wifi,
    element("div", { class: "agree" }, above, rules),
  );
  const node = element("div", { class: "begins" }, join, lastTime);
  const redraw = redraws(stage, () => known && draw());
  const pressed = moves(stage, redraw);
  let drawn = "";
  let offered = "";
  let stuck = false;
  const waits = setTimeout(() => {
    stuck = true;
    redraw();
  }, NOBODY_YET);
  let copied = "yet";
  let saysSo = 0;
  let known = null;
  let state = null;
  const stopRedrawing = redrawing([node], redraw);

  // Actions of an earlier workshop, which come up before anything new is asked.
  const carried = () => (state ? state.actions.filter((action) => action.last_time) : []);
  const lookingBack = () => state.asking === "wall" && carried().length > 0;

  function draw() {
    state = pressed.on(known);
    join.hidden = lookingBack();
    lastTime.hidden = !lookingBack();
    if (lookingBack()) last.update(carried(), state.wall_page);
    else drawJoining();
  }

  function show(back) {
    const how = back ? "wall" : "auto";
    return pressed.post("ask", { how, sentence: 0 }, { asking: how });
  }

  function turn(page) {
    return pressed.post("turn", { page }, { wall_page: page });
  }

  function ahead(direction) {
    if (!carried().length) return null;
    const page = last.page() + direction;
    if (!lookingBack()) return direction > 0 ? { name: to.lastTime, go: () => show(true) } : null;
    if (page < 0) return { name: to.joining, go: () => show(false) };
    return page < last.pages() ? { name: to.page(page + 1), go: () => turn(page) } : null;
  }

  function controls() {
    if (stage.role !== "stage") return [];
    const back = carried().length ? [{ name: words.lastTime, press: () => show(!lookingBack()), pressed: lookingBack() }] : [];
    const link = state && state.workshop.address ? [{ does: "copy", name: COPY[copied], press: copyLink }] : [];
    return [...back, ...link, { name: "Set up", press: () => stage.open("set-up") }];
  }

  // For the chat of a call: who is not in the room joins by the same link.
  async function copyLink() {
    const { workshop } = state;
    told((await copy(`${workshop.address}/join/${workshop.code}`)) ? "done" : "not");
    clearTimeout(saysSo);
    saysSo = setTimeout(() => told("yet"), SAYS_SO);
  }

  function told(what) {
    copied = what;
    if (what !== "yet") stage.say(COPY[what]);
    stage.changed();
  }

  function drawJoining() {
    const { workshop, counts } = state;
    put(name, workshop.name);
    put(when, [workshop.partnership, workshop.held_on].filter(Boolean).join(", "));
    picture(code, workshop.address ? `/stage/qr.svg?code=${workshop.code}&of=join` : "", workshop.address);
    none.hidden = Boolean(workshop.address);
    point.hidden = !workshop.address;
    put(point, workshop.door_open ? OPEN : CLOSED);
    address.style.setProperty("--letters", String((workshop.address || "").length));
    put(address, workshop.address ? `${workshop.address.split("://")[1]}/join` : "no address yet");
    put(letters, workshop.code);
    put(many, String(counts.joined));
    put(people, inRoom(state));
    marks(counts.joined);
    others(workshop.addresses, !counts.joined);
    wifi.hidden = !workshop.wifi;
    if (workshop.wifi) {
      picture(wifiCode, `/stage/qr.svg?code=${workshop.code}&of=wifi`, workshop.wifi);
      put(wifiName, workshop.wifi);
    }
    if (stuck && !counts.joined && workshop.addresses.length) lines("Nobody has joined yet? What to try:", TRY);
    else lines("What we agree on", agreed(workshop));
  }

  // Where phones could be sent to instead, until the first of them is here.
  function others(addresses, wanted) {
    const rest = addresses.filter(({ chosen }) => !chosen).slice(0, MOST_ADDRESSES);
    elsewhere.hidden = stage.role !== "stage" || !wanted || !rest.length;
    if (offered === JSON.stringify(rest)) return;
    offered = JSON.stringify(rest);
    const lead = element("p", { class: "lead" }, "If phones cannot open it, send them to");
    elsewhere.replaceChildren(lead, ...rest.map(choice));
  }

  function choice({ address: where, adapter }) {
    const press = () => stage.deed("address", { address: where });
    return element("button", { class: "btn", type: "button", onclick: press }, where.split("://")[1], element("small", {}, adapter));
  }

  function marks(number) {
    const shown = Math.min(number, MOST_STROKES);
    if (strokes.childElementCount !== MOST_STROKES) {
      strokes.replaceChildren(...Array.from({ length: MOST_STROKES }, () => element("span")));
    }
    [...strokes.children].forEach((stroke, place) => stroke.classList.toggle("on", place < shown));
  }

  function agreed(workshop) {
    return [
      "Nobody is asked for a name. Your phone is one voice, counted once.",
      "Notes appear here as you wrote them, without saying whose they are.",
      `${AGREED[workshop.results_mode]}, and not before ${workshop.smallest_group} people have answered.`,
      "You can change your answers until scoring closes.",
      `Everything is deleted on ${workshop.delete_on}.`,
    ];
  }

  function lines(heading, said) {
    put(above, heading);
    if (drawn === said.join()) return;
    drawn = said.join();
    rules.replaceChildren(...said.map((line) => element("li", {}, line)));
  }

  return {
    node,
    get showsJoining() {
      return !state || !lookingBack();
    },
    update(now) {
      known = now;
      draw();
    },
    ahead,
    controls,
    say: () => [state && lookingBack() ? "" : "Keep your phone’s page open: it follows this screen.", ""],
    head: () => (state && lookingBack() ? words.lastTime : ""),
    key(event) {
      if (event.key !== "Escape" || !state || !lookingBack()) return false;
      show(false);
      return true;
    },
    stop() {
      clearTimeout(saysSo);
      clearTimeout(waits);
      stopRedrawing();
    },
  };
}

// `what` is what the picture says: it is fetched anew when that changes.
function picture(image, address, what) {
  image.hidden = !address;
  if (address && image.dataset.what !== what) {
    image.dataset.what = what;
    image.src = `${address}&for=${encodeURIComponent(what)}`;
  }
}
