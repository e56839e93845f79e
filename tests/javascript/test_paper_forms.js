import assert from "node:assert/strict";
import { test } from "node:test";
import { componentOf, openPage } from "./components.js";

const mount = await componentOf("paper_forms");
const DATA = {
  code: "ABCDEF",
  dimensions: [
    ["Trust", ["We trust each other.", "We keep our word."]],
    ["Contact", ["We meet often."]],
  ],
  sectors: ["Health", "Social care"],
  points: ["strongly disagree", "disagree", "neither", "agree", "strongly agree"],
  dontKnow: "Don't know / does not apply",
  given: null,
  wrong: [],
  kept: "",
  names: [],
  refused: "",
};

function openGrid(data = DATA, { earlier = null } = {}) {
  const window = openPage("paper_forms", { earlier });
  const element = window.document.querySelector("#component");
  const [sent, tables] = [[], []];
  const draw = (now) =>
    mount({ data: now, parentElement: element, setTriggerValue: (name, value) => (name === "table" ? tables : sent).push(value) });
  draw(data);
  const inputs = (row) => [...element.querySelectorAll("tbody tr")[row].querySelectorAll("input")];
  return {
    window,
    sent,
    tables,
    draw,
    cell: (row, column) => inputs(row)[column],
    text: (query) => element.querySelector(query).textContent,
    find: (query) => element.querySelector(query),
    all: (query) => [...element.querySelectorAll(query)],
    texts: (query) => [...element.querySelectorAll(query)].map((found) => found.textContent),
    values: () => [...element.querySelectorAll("tbody tr")].map((_, row) => inputs(row).map(({ value }) => value)),
    get focused() {
      const all = [...element.querySelectorAll("tbody tr")].map((_, row) => inputs(row));
      const row = all.findIndex((cells) => cells.includes(window.document.activeElement));
      return row < 0 ? null : [row, all[row].indexOf(window.document.activeElement)];
    },
    type(row, column, value) {
      const input = inputs(row)[column];
      input.focus();
      input.value = value;
      input.dispatchEvent(new window.Event("input", { bubbles: true }));
    },
    press(key, more = {}) {
      const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
      window.document.activeElement.dispatchEvent(event);
      return event.defaultPrevented;
    },
    paste(row, column, text, html = "") {
      const event = new window.Event("paste", { bubbles: true, cancelable: true });
      event.clipboardData = { getData: (kind) => ({ "text/plain": text, "text/html": html })[kind] };
      inputs(row)[column].dispatchEvent(event);
      return event.defaultPrevented;
    },
    click: (query) => element.querySelector(query).click(),
  };
}
const EMPTY_ROW = ["", "", "", ""];
const withoutSectors = { ...DATA, sectors: [] };

test("an empty grid has three rows and a column for the sector and for each item", () => {
  const grid = openGrid();

  assert.deepEqual(grid.values(), [EMPTY_ROW, EMPTY_ROW, EMPTY_ROW]);
  assert.deepEqual(grid.texts("thead tr:first-child th"), ["Form", "Sector", "Trust", "Contact"]);
  assert.deepEqual(grid.texts("thead tr:last-child th"), ["1", "2", "3"]);
});

test("headings say to a screen reader which cells are theirs", () => {
  const grid = openGrid();

  const heads = grid
    .all("thead th")
    .map(({ textContent, scope, colSpan, rowSpan }) => [textContent, scope, colSpan, rowSpan]);

  assert.deepEqual(heads, [
    ["Form", "col", 1, 2],
    ["Sector", "col", 1, 2],
    ["Trust", "colgroup", 2, 1],
    ["Contact", "col", 1, 1],
    ["1", "col", 1, 1],
    ["2", "col", 1, 1],
    ["3", "col", 1, 1],
  ]);
  assert.deepEqual(
    grid.all("tbody th").map(({ textContent, scope }) => [textContent, scope]),
    [
      ["1", "row"],
      ["2", "row"],
      ["3", "row"],
    ],
  );
});

test("a cell for an item asks for digits, one for a sector for text, and both are short", () => {
  const grid = openGrid();

  assert.deepEqual(
    [0, 1].map((column) => grid.cell(0, column).inputMode),
    ["text", "numeric"],
  );
  assert.deepEqual(
    [0, 1].map((column) => grid.cell(0, column).className),
    ["sector", ""],
  );
  assert.deepEqual(
    [0, 1].map((column) => grid.cell(0, column).maxLength),
    [80, 80],
  );
});

test("where a dimension begins is marked", () => {
  const grid = openGrid();

  assert.deepEqual(
    grid.all("tbody tr:first-child td").map(({ className }) => className),
    ["first", "first", "", "first"],
  );
});

test("each cell is named by its form and its item", () => {
  const grid = openGrid();

  assert.equal(grid.cell(1, 0).getAttribute("aria-label"), "Form 2, sector");
  assert.equal(grid.cell(1, 3).getAttribute("aria-label"), "Form 2, item 3: We meet often.");
});

test("a workshop that asks for no sector has no column for it", () => {
  const grid = openGrid(withoutSectors);

  assert.deepEqual(grid.texts("thead tr:first-child th"), ["Form", "Trust", "Contact"]);
  assert.deepEqual(grid.values()[0], ["", "", ""]);
});

// Typing and moving

test("a digit goes on to the next cell, and from the last to the next form", () => {
  const grid = openGrid();

  grid.type(0, 1, "4");
  assert.deepEqual(grid.focused, [0, 2]);
  grid.type(0, 3, "d");

  assert.deepEqual(grid.focused, [1, 0]);
});

test("what is no answer stays in its cell", () => {
  const grid = openGrid();

  grid.type(0, 1, "0");

  assert.deepEqual(grid.focused, [0, 1]);
});

test("a sector is typed to its end", () => {
  const grid = openGrid();

  grid.type(0, 0, "1");

  assert.deepEqual(grid.focused, [0, 0]);
});

test("with ten points or more a one waits for its second digit", () => {
  const grid = openGrid({ ...DATA, points: Array.from({ length: 11 }, (_, number) => `point ${number + 1}`) });

  grid.type(0, 1, "1");
  assert.deepEqual(grid.focused, [0, 1]);
  grid.type(0, 1, "11");
  assert.deepEqual(grid.focused, [0, 2]);
  grid.type(0, 2, "2");

  assert.deepEqual(grid.focused, [0, 3]);
});

test("the last cell of the last form begins another form", () => {
  const grid = openGrid();

  grid.type(2, 3, "5");

  assert.deepEqual(grid.focused, [3, 0]);
  assert.equal(grid.values().length, 4);
});

test("arrows and Enter move between cells", () => {
  const grid = openGrid();
  grid.cell(0, 1).focus();

  const moved = ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "Enter"].map((key) => {
    grid.press(key);
    return grid.focused;
  });

  assert.deepEqual(moved, [
    [1, 1],
    [1, 2],
    [0, 2],
    [0, 1],
    [1, 1],
  ]);
});

test("an arrow inside a text moves within the text", () => {
  const grid = openGrid();
  grid.type(0, 0, "Health");
  grid.cell(0, 0).setSelectionRange(3, 3);

  assert.equal(grid.press("ArrowRight"), false);
  assert.equal(grid.press("ArrowLeft"), false);
  assert.deepEqual(grid.focused, [0, 0]);
  grid.cell(0, 0).setSelectionRange(6, 6);

  assert.equal(grid.press("ArrowRight"), true);
  assert.deepEqual(grid.focused, [0, 1]);
});

test("the first form has nothing above it, and the cell before a form is the last of the one above", () => {
  const grid = openGrid();
  grid.cell(0, 1).focus();
  grid.press("ArrowUp");
  assert.deepEqual(grid.focused, [0, 1]);
  grid.cell(1, 0).focus();

  grid.press("ArrowLeft");

  assert.deepEqual(grid.focused, [0, 3]);
});

test("the browser's own keys are left to it", () => {
  for (const held of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
    const grid = openGrid();
    grid.cell(0, 1).focus();

    assert.equal(grid.press("ArrowDown", held), false);
    assert.deepEqual(grid.focused, [0, 1]);
  }
});

test("a cell that is gone to is selected, so that typing replaces it", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t4");
  grid.cell(1, 0).focus();

  grid.press("ArrowUp");

  const { selectionStart, selectionEnd } = grid.cell(0, 0);
  assert.deepEqual([selectionStart, selectionEnd], [0, 6]);
  assert.equal(grid.press("ArrowRight"), true);
});

test("the cell in use says its item and what can be typed", () => {
  const grid = openGrid();

  grid.cell(0, 1).focus();
  assert.match(
    grid.text(".now"),
    /^Form 1, item 1: We trust each other\. {2}\(1 strongly disagree · .* · d Don't know/,
  );
  grid.cell(0, 0).focus();

  assert.equal(grid.text(".now"), "Form 1, sector  (Health · Social care)");
});

// Pasting

test("cells that are pasted fill the grid from where the cursor is", () => {
  const grid = openGrid();

  const taken = grid.paste(1, 1, "5\t4\n3\t2\n");

  assert.equal(taken, true);
  assert.deepEqual(grid.values(), [EMPTY_ROW, ["", "5", "4", ""], ["", "3", "2", ""]]);
  assert.equal(grid.text(".count"), "2 forms not saved yet");
});

test("pasting adds as many forms as there are lines", () => {
  const grid = openGrid();

  grid.paste(0, 0, Array.from({ length: 5 }, (_, form) => `Health\t${form + 1}\t1\td`).join("\n"));

  assert.deepEqual(
    grid.values().map((row) => row[1]),
    ["1", "2", "3", "4", "5"],
  );
});

test("line ends of every system are read alike", () => {
  for (const text of ["1\t2\r\n3\t4\r\n", "1\t2\r3\t4", "1\t2\n3\t4\n"]) {
    const grid = openGrid();

    grid.paste(0, 1, text);

    assert.deepEqual(grid.values(), [["", "1", "2", ""], ["", "3", "4", ""], EMPTY_ROW], JSON.stringify(text));
  }
});

test("spaces around a pasted cell are dropped, and empty cells empty what stood there", () => {
  const grid = openGrid();
  grid.type(0, 2, "5");

  grid.paste(0, 1, " 4 \t\t 3");

  assert.deepEqual(grid.values()[0], ["", "4", "", "3"]);
});

test("a pasted cell is cut at eighty characters", () => {
  const grid = openGrid();

  grid.paste(0, 0, `${"x".repeat(100)}\t1`);

  assert.equal(grid.values()[0][0].length, 80);
});

test("columns that do not fit are left out and said", () => {
  const grid = openGrid();

  grid.paste(0, 2, "1\t2\t3");
  assert.deepEqual(grid.values()[0], ["", "", "1", "2"]);
  assert.equal(grid.text(".why"), "1 column on the right did not fit and were left out. Check where the paste began.");
  grid.paste(0, 3, "1\t2\t3");

  assert.match(grid.text(".why"), /^2 columns on the right did not fit/);
});

test("pasting as many columns as fit says nothing", () => {
  for (const data of [DATA, withoutSectors]) {
    const grid = openGrid(data);

    grid.paste(0, 0, data.sectors.length ? "Health\t1\t2\t3" : "1\t2\t3");

    assert.equal(grid.text(".why"), "");
  }
});

test("a single value is pasted as in any text field", () => {
  const grid = openGrid();

  assert.equal(grid.paste(0, 1, "4"), false);
});

test("more lines than forms can be entered are read as a file would be", () => {
  const grid = openGrid();

  grid.paste(0, 1, "1\t2\n".repeat(501));

  assert.equal(grid.tables[0].text.split("\n").length, 501);
  assert.deepEqual(grid.values()[0], EMPTY_ROW);
});

test("cells with lines of their own stay in their cells", () => {
  const grid = openGrid();

  grid.paste(0, 0, '"Social\ncare"\t4\t"3\n"\td\nHealth\t1\t2\t3');

  assert.deepEqual(grid.values().slice(0, 2), [["Social care", "4", "3", "d"], ["Health", "1", "2", "3"]]);
});

test("a table copied from Word is read by its cells, not by its lines", () => {
  const grid = openGrid();
  const html = "<html><table><tr><td><p>Social</p><p>care</p></td><td>4<br></td><td> 3</td><td>d</td></tr></table></html>";

  grid.paste(0, 0, "Social\ncare\t4\n\t3\td\n", html);

  assert.deepEqual(grid.values()[0], ["Social care", "4", "3", "d"]);
});

test("cells that span others leave them empty", () => {
  const grid = openGrid();
  const html =
    '<table><tr><td rowspan="2">Health</td><td>4</td><td colspan="2">3</td></tr>' +
    "<tr><td>1</td><td>2</td><td>5</td></tr></table>";

  grid.paste(0, 0, "", html);

  assert.deepEqual(grid.values().slice(0, 2), [["Health", "4", "3", ""], ["", "1", "2", "5"]]);
});

test("a table with names, or one with more columns, is read as a file would be", () => {
  for (const text of ["Sector\tWe trust\tWe keep\tWe meet\nHealth\t1\t2\t3", "Q1\tQ2\n1\t2", "1\tHealth\t1\t2\t3"]) {
    const grid = openGrid();

    grid.paste(0, 0, text);

    assert.deepEqual(grid.tables.map((table) => table.text), [text]);
    assert.deepEqual(grid.values()[0], EMPTY_ROW);
  }
});

test("answers in words or with numbers are no names", () => {
  for (const answer of ["Agree", "4 - agree", "(4)", "4.00", "?", "Don't know / does not apply"]) {
    const grid = openGrid();

    grid.paste(0, 1, `${answer}\t${answer}`);

    assert.deepEqual([grid.tables, grid.values()[0]], [[], ["", answer, answer, ""]], answer);
  }
});

// Saving

test("saving sends every row, with the sector first", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");

  grid.click(".save");

  assert.deepEqual(grid.sent[0].rows, [["Health", "1", "2", "3"], EMPTY_ROW, EMPTY_ROW]);
  assert.deepEqual(grid.sent[0].instead, []);
});

test("rows of a workshop without sectors have an empty one", () => {
  const grid = openGrid(withoutSectors);
  grid.paste(0, 0, "1\t2\t3");

  grid.click(".save");

  assert.deepEqual(grid.sent[0].rows[0], ["", "1", "2", "3"]);
});

test("the grid is emptied once the server has kept what was sent", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");
  grid.click(".save");

  grid.draw({ ...DATA, kept: grid.sent[0].id });

  assert.deepEqual(grid.values(), [EMPTY_ROW, EMPTY_ROW, EMPTY_ROW]);
  assert.equal(grid.text(".count"), "");
});

test("a grid that was saved at the second attempt says nothing of the first", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t9\t3");
  grid.click(".save");
  grid.draw({ ...DATA, wrong: [[0, 2, "9 is no point."]], refused: grid.sent[0].id });
  grid.click(".save");

  grid.draw({ ...DATA, kept: grid.sent[1].id });

  assert.deepEqual([grid.text(".why"), grid.text(".now")], ["", ""]);
});

test("saving with the same mistake again goes back to its cell", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t9\t3");
  const wrong = [[0, 2, "9 is no point."]];
  grid.click(".save");
  grid.draw({ ...DATA, wrong, refused: grid.sent[0].id });
  grid.cell(1, 1).focus();

  grid.click(".save");
  grid.draw({ ...DATA, wrong, refused: grid.sent[1].id });

  assert.deepEqual(grid.focused, [0, 2]);
});

test("what is drawn for another reason while forms are saved does not take them for unsaved", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");
  grid.click(".save");

  grid.draw(DATA);
  grid.draw({ ...DATA, kept: grid.sent[0].id });

  assert.equal(grid.text(".count"), "");
  assert.deepEqual(grid.values(), [EMPTY_ROW, EMPTY_ROW, EMPTY_ROW]);
});

test("forms that an earlier saving kept do not empty what is typed now", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");
  grid.click(".save");

  grid.draw({ ...DATA, kept: "an earlier one" });

  assert.equal(grid.text(".count"), "1 form not saved yet");
});

test("cells that cannot be read are marked, counted and gone to", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t9\tx");
  grid.click(".save");

  grid.draw({
    ...DATA,
    wrong: [
      [0, 2, "9 is no point of the scale."],
      [0, 3, "x is no point of the scale."],
    ],
  });

  assert.equal(grid.text(".why"), "9 is no point of the scale.");
  assert.deepEqual(grid.focused, [0, 2]);
  assert.deepEqual(
    [0, 1, 2, 3].map((column) => grid.cell(0, column).getAttribute("aria-invalid")),
    [null, null, "true", "true"],
  );
});

test("a marked cell says why when it is gone to, and is clear once it is changed", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t9\tx");
  grid.click(".save");
  grid.draw({
    ...DATA,
    wrong: [
      [0, 2, "9 is no point."],
      [0, 3, "x is no point."],
    ],
  });

  grid.cell(0, 3).focus();
  assert.equal(grid.text(".why"), "x is no point.");
  grid.type(0, 3, "3");

  assert.equal(grid.cell(0, 3).getAttribute("aria-invalid"), null);
  assert.equal(grid.text(".why"), "");
});

test("marks go once the server finds nothing wrong", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t9\t3");
  grid.click(".save");
  grid.draw({ ...DATA, wrong: [[0, 2, "9 is no point."]] });

  grid.draw(DATA);

  assert.deepEqual(grid.all("[aria-invalid]"), []);
  assert.equal(grid.text(".why"), "");
});

test("drawing the page again does not take the cursor back to a cell that is wrong", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t9\t3");
  grid.click(".save");
  const wrong = [[0, 2, "9 is no point."]];
  grid.draw({ ...DATA, wrong });
  grid.cell(1, 1).focus();

  grid.draw({ ...DATA, wrong });

  assert.deepEqual(grid.focused, [1, 1]);
});

// What is kept in the browser

test("what is typed comes back when the page is opened again in this tab", () => {
  const before = openGrid();
  before.paste(1, 0, "Health\t1\t2\t3");

  const after = openGrid(DATA, { earlier: before.window });

  assert.deepEqual(after.values(), [EMPTY_ROW, ["Health", "1", "2", "3"], EMPTY_ROW]);
});

test("what is typed in one workshop does not come up in another", () => {
  const before = openGrid();
  before.paste(1, 0, "Health\t1\t2\t3");

  const other = openGrid({ ...DATA, code: "OTHER1" }, { earlier: before.window });

  assert.deepEqual(other.values(), [EMPTY_ROW, EMPTY_ROW, EMPTY_ROW]);
});

test("rows of a file replace what is in the grid, once", () => {
  const grid = openGrid();
  const given = { id: "file 1", rows: [["Health", "5", "5", "5"]], instead: [] };

  grid.draw({ ...DATA, given });
  assert.deepEqual(grid.values()[0], ["Health", "5", "5", "5"]);
  grid.type(0, 1, "1");
  grid.draw({ ...DATA, given });

  assert.equal(grid.values()[0][1], "1");
});

test("rows of a file that was read before this script came are in the grid", () => {
  const grid = openGrid({ ...DATA, given: { id: "file 1", rows: [["Health", "5", "5", "5"]], instead: [] } });

  assert.deepEqual(grid.values()[0], ["Health", "5", "5", "5"]);
  assert.equal(grid.text(".count"), "1 form not saved yet");
});

test("rows of a file that were changed stay as they are when the page is gone to again", () => {
  const given = { id: "file 1", rows: [["Health", "5", "5", "5"]], instead: [] };
  const before = openGrid({ ...DATA, given });
  before.type(0, 1, "1");

  const after = openGrid({ ...DATA, given }, { earlier: before.window });

  assert.deepEqual(after.values()[0], ["Health", "1", "5", "5"]);
});

test("rows of a file that were taken out again do not come back with the page", () => {
  const given = { id: "file 1", rows: [["", "5", "", ""]], instead: [] };
  const before = openGrid({ ...DATA, given });
  before.type(0, 1, "");

  const after = openGrid({ ...DATA, given }, { earlier: before.window });

  assert.deepEqual(after.values()[0], EMPTY_ROW);
});

test("forms that were saved while another page was shown are not offered for saving again", () => {
  const before = openGrid();
  before.paste(0, 0, "Health\t1\t2\t3");
  before.click(".save");

  const after = openGrid({ ...DATA, kept: before.sent[0].id }, { earlier: before.window });

  assert.deepEqual(after.values()[0], EMPTY_ROW);
  assert.equal(after.text(".count"), "");
});

test("a second press before the answer sends the same again, under the same name", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");
  grid.click(".save");
  grid.paste(1, 0, "Health\t5\t5\t5");
  grid.click(".save");

  assert.deepEqual(grid.sent[1], grid.sent[0]);
});

test("forms whose answer was lost are sent again under their name after a reload", () => {
  const before = openGrid();
  before.paste(0, 0, "Health\t1\t2\t3");
  before.click(".save");

  const after = openGrid(DATA, { earlier: before.window });
  after.click(".save");

  assert.deepEqual(after.sent, before.sent);
});

test("forms that were refused are sent under another name, as they are now", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t9\t3");
  grid.click(".save");
  grid.draw({ ...DATA, wrong: [[0, 2, "9 is no point."]], refused: grid.sent[0].id });
  grid.type(0, 2, "2");
  grid.click(".save");

  assert.notEqual(grid.sent[1].id, grid.sent[0].id);
  assert.deepEqual(grid.sent[1].rows[0], ["Health", "1", "2", "3"]);
});

test("what was sent is not sent in the place of a file that was read since", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");
  grid.click(".save");
  grid.draw({ ...DATA, given: { id: "file 1", rows: [["Health", "5", "5", "5"]], instead: [] } });
  grid.click(".save");

  assert.notEqual(grid.sent[1].id, grid.sent[0].id);
  assert.deepEqual(grid.sent[1].rows[0], ["Health", "5", "5", "5"]);
});

test("a form that is begun while others are saved stays, with the focus where it was", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");
  grid.click(".save");
  grid.type(1, 1, "4");

  grid.draw({ ...DATA, kept: grid.sent[0].id, names: ["f1"] });

  assert.deepEqual(grid.values()[0], ["", "4", "", ""]);
  assert.equal(grid.text(".count"), "1 form not saved yet");
  assert.deepEqual(grid.focused, [0, 2]);
});

test("a form that was changed while it was saved stays, to correct what was saved of it", () => {
  const grid = openGrid();
  grid.paste(0, 0, "Health\t1\t2\t3");
  grid.paste(2, 0, "Health\t1\t2\t3");
  grid.click(".save");
  grid.type(2, 1, "5");

  grid.draw({ ...DATA, kept: grid.sent[0].id, names: ["f1", "f2"] });
  grid.click(".save");

  assert.deepEqual(grid.sent[1].rows[0], ["Health", "5", "2", "3"]);
  assert.deepEqual(grid.sent[1].instead, ["f2"]);
});

test("correcting saved forms says so, sends which they are, and can be left", () => {
  const grid = openGrid();
  const given = { id: "again 1", rows: [["Health", "5", "5", "5"]], instead: ["f1"] };
  grid.draw({ ...DATA, given });
  assert.equal(grid.text(".count"), "Correcting 1 form: until you save, what was saved before counts");
  assert.equal(grid.find(".leave").hidden, false);

  grid.click(".save");
  grid.draw({ ...DATA, given, wrong: [[0, 1, "not this one"]] });
  grid.click(".leave");

  assert.deepEqual(grid.sent[0].instead, ["f1"]);
  assert.equal(grid.text(".why"), "");
  assert.deepEqual(grid.focused, [0, 0]);
  assert.deepEqual(grid.values(), [EMPTY_ROW, EMPTY_ROW, EMPTY_ROW]);
  assert.equal(grid.find(".leave").hidden, true);
});

test("a correction under way comes back with the forms that it replaces", () => {
  const before = openGrid();
  before.draw({ ...DATA, given: { id: "again 1", rows: [["Health", "5", "5", "5"]], instead: ["f1"] } });

  const after = openGrid(DATA, { earlier: before.window });
  after.click(".save");

  assert.deepEqual(after.sent[0].instead, ["f1"]);
});

test("adding a form goes to its first cell", () => {
  const grid = openGrid();

  grid.click(".add");

  assert.deepEqual(grid.focused, [3, 0]);
});

test("forms that were typed come back after others took their place", () => {
  const grid = openGrid();
  grid.type(0, 1, "4");
  grid.draw({ ...DATA, given: { id: "file 1", rows: [["Health", "5", "5", "5"]], instead: [] } });
  const offered = !grid.find(".back").hidden;

  grid.click(".back");

  assert.equal(offered, true);
  assert.deepEqual(grid.values()[0], ["", "4", "", ""]);
  grid.click(".back");
  assert.deepEqual(grid.values()[0], ["Health", "5", "5", "5"]);
});

test("nothing is offered back where nothing was typed, or it was saved", () => {
  const grid = openGrid();
  const given = { id: "file 1", rows: [["Health", "5", "5", "5"]], instead: [] };

  grid.draw({ ...DATA, given });
  const first = grid.find(".back").hidden;
  grid.draw({ ...DATA, given: { ...given, id: "file 2" } });
  const same = grid.find(".back").hidden;
  grid.click(".save");
  grid.draw({ ...DATA, given: null, kept: grid.sent[0].id });

  assert.deepEqual([first, same, grid.find(".back").hidden], [true, true, true]);
});
