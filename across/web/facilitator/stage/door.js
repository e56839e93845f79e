// Who comes in: how many have joined of those in the room, the door, and what looks as if one person had many phones.

import { element, put } from "./dom.js";
import { choice } from "./menus.js";

const MOST = 1000;
const words = {
  joined: (joined) => `${joined} joined`,
  inRoom: (people) => `, of ${people} in the room`,
  tooMany: (joined, people) => `${joined} phones have joined, and ${people} ${people === 1 ? "person is" : "people are"} in the room. Find the phones too many in the facilitator’s view.`,
  fromOne: (phones) => `${phones} phones came from one address. Is that the Wi-Fi of this room? Then say how many are in the room. If not, close the door.`,
  people: "Number in the room",
  door: "The door",
  doors: { open: "Open to other phones", closed: "Closed" },
};

// What is wrong with who has joined, empty for nothing. A room behind one address brings as many as are in it.
export function warning({ workshop, counts }) {
  const people = workshop.in_room;
  if (people) return counts.joined > people ? words.tooMany(counts.joined, people) : "";
  return workshop.from_one_address ? words.fromOne(workshop.from_one_address) : "";
}

// What follows how many have joined.
export const inRoom = ({ workshop }) => (workshop.in_room ? words.inRoom(workshop.in_room) : "");

// What stands in the menu; `update(state)` while it is open.
export function doorMenu(state, deed) {
  const joined = element("p", { class: "here" });
  const wrong = element("p", { class: "wrong", role: "status" });
  const people = element("input", { type: "number", min: 1, max: MOST, value: state.workshop.in_room || "", inputmode: "numeric" });
  people.onchange = () => {
    const number = Math.round(Number(people.value));
    deed("in_room", { number: people.value === "" ? null : number });
  };
  const door = choice(words.door, words.doors, state.workshop.door_open ? "open" : "closed", (id) => deed("door", { open: id === "open" }));
  function update(now) {
    put(joined, words.joined(now.counts.joined) + inRoom(now));
    put(wrong, warning(now));
  }
  update(state);
  return { nodes: [element("div", { class: "door" }, joined, wrong, element("label", {}, `${words.people} `, people)), door], update };
}
