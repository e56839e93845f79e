import assert from "node:assert/strict";
import { test } from "node:test";
import { componentOf, openPage } from "./components.js";

const mount = await componentOf("pasted_table");

function openBox(times = 0) {
  const window = openPage("pasted_table");
  const element = window.document.querySelector("#component");
  const sent = [];
  const draw = (read) =>
    mount({ data: { times: read }, parentElement: element, setTriggerValue: (_name, value) => sent.push(value.text) });
  draw(times);
  const area = element.querySelector("textarea");
  return {
    sent,
    draw,
    area,
    get said() {
      return element.querySelector("[role=status]").textContent;
    },
    paste(text, html = "") {
      const event = new window.Event("paste", { bubbles: true, cancelable: true });
      event.clipboardData = { getData: (kind) => ({ "text/plain": text, "text/html": html })[kind] };
      area.dispatchEvent(event);
      return event.defaultPrevented;
    },
    press: () => element.querySelector("button").click(),
  };
}

test("a table is read as soon as it is pasted", () => {
  const box = openBox();

  const taken = box.paste('"item\n1"\titem 2\n4\t5\n');

  assert.deepEqual([taken, box.sent, box.said], [true, ['"item\n1"\titem 2\n4\t5\n'], "Reading the table …"]);
});

test("a table in HTML is sent cell by cell, whatever its lines", () => {
  const box = openBox();

  box.paste("item\n1\titem 2\n4\t5\n", '<table><tr><td><p>item</p><p>"1"</p></td><td>item 2</td></tr><tr><td>4</td><td>5</td></tr></table>');

  assert.deepEqual(box.sent, ['"item ""1"""\titem 2\n4\t5']);
});

test("other text waits in the box until it is to be read", () => {
  const box = openBox();
  const taken = box.paste("item 1;item 2");
  box.area.value = "item 1;item 2\n4;5";

  box.press();

  assert.deepEqual([taken, box.sent], [false, ["item 1;item 2\n4;5"]]);
});

test("an empty box is not sent", () => {
  const box = openBox();

  box.press();

  assert.deepEqual([box.sent, box.said], [[], "There is nothing to read yet."]);
});

test("the box is empty again once its table was read", () => {
  const box = openBox();
  box.area.value = "4\t5";
  box.press();

  box.draw(1);

  assert.deepEqual([box.area.value, box.said], ["", ""]);
});

test("drawing the page anew takes nothing from the box and goes on saying that a table is read", () => {
  const box = openBox();
  box.paste("item 1\titem 2\n4\t5\n");
  box.draw(1);
  box.area.value = "item 1;item 2";
  box.draw(1);
  const typed = box.area.value;

  box.press();
  box.draw(1);

  assert.deepEqual([typed, box.area.value, box.said], ["item 1;item 2", "item 1;item 2", "Reading the table …"]);
});

test("what is typed while a table is read stays in the box", () => {
  const box = openBox();
  box.area.value = "4\t5";
  box.press();
  box.area.value = "4;5;6";

  box.draw(1);

  assert.deepEqual([box.area.value, box.said], ["4;5;6", ""]);
});

test("a box that comes after other tables were read keeps what is typed into it", () => {
  const box = openBox(3);
  box.area.value = "4;5";

  box.draw(3);

  assert.equal(box.area.value, "4;5");
});
