// Welcome: where phones are sent to, where they could be instead, and what to try while nobody joins.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pass, startClock } from "./clock.js";
import { openPage } from "./components.js";
import { create } from "../../across/web/facilitator/stage/welcome.js";

const TWO_MINUTES = 120_000;
const WIFI = { address: "http://192.168.1.20:8501", adapter: "wlan0", chosen: true };
const CABLE = { address: "http://10.1.2.3:8501", adapter: "eth0", chosen: false };
const IPV6 = { address: "http://[fd12::7]:8501", adapter: "<b>eth0</b>", chosen: false };
const WORKSHOP = { code: "K7MPQ4", name: "Winter pressures", results_mode: "reveal", smallest_group: 5, delete_on: "24 February 2027", door_open: true, in_room: null, from_one_address: 0 };

let page = null;
let part = null;
let deeds = [];

beforeEach(() => {
  startClock();
  page = openPage().document;
  globalThis.ResizeObserver = class {
    observe() {}
    disconnect() {}
  };
  deeds = [];
});
afterEach(() => {
  part.stop();
  mock.timers.reset();
});

const stateOf = (addresses, { joined = 0 } = {}) => {
  const used = addresses.find(({ chosen }) => chosen);
  const workshop = { ...WORKSHOP, addresses, address: used ? used.address : null };
  return { workshop, counts: { joined }, actions: [], asking: "auto", wall_page: 0 };
};
function open(addresses, { role = "stage", ...more } = {}) {
  part = create({ role, deed: (name, values) => deeds.push([name, values]), changed() {}, open() {}, unit: () => 1 });
  page.body.append(part.node);
  part.update(stateOf(addresses, more));
}
const offered = () => [...page.querySelectorAll(".elsewhere:not([hidden]) button")];
const heading = () => page.querySelector(".agree h3").textContent;

test("other addresses stand by their adapters, and one press sends phones there", () => {
  open([WIFI, CABLE, IPV6]);

  offered()[0].click();

  assert.deepEqual(offered().map((button) => button.textContent), ["10.1.2.3:8501eth0", "[fd12::7]:8501<b>eth0</b>"]);
  assert.deepEqual(deeds, [["address", { address: CABLE.address }]]);
});

test("the number in the room stands behind how many have joined, and a closed door says so", () => {
  open([WIFI], { joined: 12 });
  const before = [page.querySelector(".joined").textContent, page.querySelector(".point").textContent];

  const state = stateOf([WIFI], { joined: 12 });
  part.update({ ...state, workshop: { ...state.workshop, in_room: 30, door_open: false } });

  assert.deepEqual(before, ["12 joined", "Point your phone’s camera here to join"]);
  assert.equal(page.querySelector(".joined").textContent, "12 joined, of 30 in the room");
  assert.match(page.querySelector(".point").textContent, /^The door is closed/);
});

test("where no address is likely, those that there are can be chosen", () => {
  open([CABLE]);

  assert.equal(offered().length, 1);
  assert.equal(page.querySelector(".qr.none").hidden, false);
});

test("nothing is offered where there is one address, on another screen, or once somebody has joined", () => {
  open([WIFI]);
  const alone = offered().length;
  part.stop();
  open([WIFI, CABLE], { role: "present" });
  const elsewhere = offered().length;
  part.stop();
  open([WIFI, CABLE], { joined: 1 });

  assert.deepEqual([alone, elsewhere, offered().length], [0, 0, 0]);
});

test("after two minutes with nobody there it is said what to try, until somebody joins", async () => {
  open([WIFI]);
  await pass(TWO_MINUTES - 1000);
  const before = heading();
  await pass(1000);
  const after = page.querySelector(".agree").textContent;
  part.update(stateOf([WIFI], { joined: 1 }));

  assert.equal(before, "What we agree on");
  for (const words of ["same Wi-Fi", "guest Wi-Fi", "firewall", "hotspot"]) assert.match(after, new RegExp(words));
  assert.equal(heading(), "What we agree on");
});

test("a server with an address of its own gives no advice on Wi-Fi", async () => {
  open([]);

  await pass(TWO_MINUTES);

  assert.equal(heading(), "What we agree on");
});
