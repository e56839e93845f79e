// A grid for the keyboard: a digit fills a cell and goes on to the next, arrows and Enter move, cells that are
// pasted fill the grid from where the cursor is. What is typed stays in this tab until it is saved.
import { asLines, tableIn } from "./clipboard.js";

const ROWS_AT_FIRST = 3;
const MOST_FORMS = 500;
const grids = new WeakMap();

function draft(name, value) {
  try {
    if (value === undefined) return JSON.parse(sessionStorage.getItem(name));
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* no storage in this browser: the grid itself still holds what was typed */
  }
  return null;
}

function start(root, first, send) {
  const $ = (query) => root.querySelector(query);
  const name = `across-boundaries-paper-forms-${first.code}`;
  const items = first.dimensions.flatMap(([dimension, texts]) => texts.map((text) => ({ dimension, text })));
  const body = $("tbody");
  const state = { why: new Map(), sent: "", asSent: null, given: "", shown: first.shown, instead: [], before: null };
  const shown = first.sectors.length ? 0 : 1;

  const rows = () => [...body.rows].map((row) => [...(shown ? [""] : []), ...[...row.querySelectorAll("input")].map((cell) => cell.value)]);
  const cell = (row, column) => body.rows[row] && body.rows[row].querySelectorAll("input")[column - shown];
  const where = (input) => {
    const row = input.closest("tr");
    return [[...body.rows].indexOf(row), [...row.querySelectorAll("input")].indexOf(input) + shown];
  };
  const filled = () => rows().filter((row) => row.some((value) => value.trim()));
  const forms = (number) => `${number} ${number === 1 ? "form" : "forms"}`;
  const keep = () => {
    const [number, saved] = [filled().length, state.instead.length];
    const { instead, given, sent, asSent } = state;
    draft(name, number || saved || given || sent ? { rows: rows(), instead, given, sent, asSent } : null);
    const corrects = saved ? `Correcting ${forms(saved)}: until you save, what was saved before counts` : "";
    $(".count").textContent = corrects || (number ? `${forms(number)} not saved yet` : "");
    $(".leave").hidden = !saved;
  };

  function head() {
    const [top, below] = [document.createElement("tr"), document.createElement("tr")];
    const add = (row, text, span, deep) => {
      const th = document.createElement("th");
      th.textContent = text;
      th.scope = span > 1 ? "colgroup" : "col";
      th.colSpan = span;
      th.rowSpan = deep;
      row.append(th);
    };
    add(top, "Form", 1, 2);
    if (!shown) add(top, "Sector", 1, 2);
    let number = 0;
    first.dimensions.forEach(([dimension, texts]) => {
      add(top, dimension, texts.length, 1);
      texts.forEach(() => add(below, String((number += 1)), 1, 1));
    });
    $("thead").replaceChildren(top, below);
  }

  function addRow(values) {
    const row = body.insertRow();
    const th = row.appendChild(document.createElement("th"));
    th.scope = "row";
    th.textContent = body.rows.length;
    for (let column = shown; column <= items.length; column += 1) {
      const input = document.createElement("input");
      const item = items[column - 1];
      input.autocomplete = "off";
      input.value = (values && values[column]) || "";
      input.className = item ? "" : "sector";
      input.maxLength = 80;
      input.inputMode = item ? "numeric" : "text";
      input.setAttribute("aria-label", `Form ${body.rows.length}, ${item ? `item ${column}: ${item.text}` : "sector"}`);
      const td = row.insertCell();
      if (column < 2 || item.dimension !== items[column - 2].dimension) td.className = "first";
      if (item) td.dataset.item = column;
      td.append(input);
    }
  }

  function fill(values, instead) {
    state.instead = instead || [];
    body.replaceChildren();
    values.forEach(addRow);
    while (body.rows.length < ROWS_AT_FIRST) addRow();
    keep();
  }

  // What was typed and not saved can be brought back once other forms have taken its place.
  function replace(values, instead) {
    const before = { rows: rows(), instead: state.instead };
    state.sent = "";
    const lost = filled().length && JSON.stringify(filled()) !== JSON.stringify(values.filter((row) => row.some(Boolean)));
    fill(values, instead);
    state.before = lost ? before : null;
    $(".back").hidden = !lost;
  }

  // What was saved goes; rows written or changed since then stay, the changed ones to correct what was saved of them.
  function letGo(names) {
    const [left, places, instead] = [[], [], []];
    const { rows: saved } = state.asSent;
    const has = (row) => row.some((value) => value.trim());
    rows().forEach((row, place) => {
      const before = saved[place] || [];
      if (!has(row) || row.join("\t") === before.join("\t")) return;
      left.push(row);
      places.push(place);
      if (has(before)) instead.push(names[saved.slice(0, place).filter(has).length]);
    });
    const active = root.getRootNode().activeElement;
    const [row, column] = active && body.contains(active) ? where(active) : [-1];
    Object.assign(state, { sent: "", asSent: null, given: "", before: null });
    fill(left, instead.filter(Boolean));
    mark([]);
    $(".back").hidden = true;
    $(".now").textContent = "";
    if (places.includes(row)) cell(places.indexOf(row), column).focus();
  }

  function move(row, column) {
    if (column > items.length) [row, column] = [row + 1, shown];
    if (column < shown) [row, column] = [row - 1, items.length];
    if (row === body.rows.length) addRow();
    const next = cell(row, column);
    if (next) {
      next.focus();
      next.select();
    }
  }

  function say(input) {
    const [row, column] = where(input);
    const item = items[column - 1];
    const can = item ? first.points.map((text, number) => `${number + 1} ${text}`).join(" · ") : first.sectors.join(" · ");
    $(".now").textContent = `Form ${row + 1}, ${item ? `item ${column}: ${item.text}` : "sector"}  (${can}${item ? ` · d ${first.dontKnow}` : ""})`;
    if (state.why.has(`${row},${column}`)) $(".why").textContent = state.why.get(`${row},${column}`);
  }

  // Whether a row has names of columns: most of what stands in it are neither answers nor sectors.
  function hasNames(line) {
    const known = [...first.points, first.dontKnow, ...first.sectors].map((text) => text.toLowerCase());
    const isOurs = (text) => known.some((words) => text.includes(words)) || /^[("'=]*(\d([.,]\d*)?|1[01]|d|dk|\?|-)[)"']*$/.test(text);
    const written = line.map((text) => text.toLowerCase()).filter(Boolean);
    return written.filter((text) => !isOurs(text)).length > written.length / 2;
  }

  function mark(wrong) {
    state.why = new Map(wrong.map(([row, column, why]) => [`${row},${column}`, why]));
    root.querySelectorAll("input[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
    wrong.forEach(([row, column]) => {
      const input = cell(row, Math.max(column, shown));
      if (input) input.setAttribute("aria-invalid", "true");
    });
    const number = wrong.length;
    if (number) {
      $(".why").textContent = `Not saved yet: ${number} ${number === 1 ? "cell needs" : "cells need"} another look. ${wrong[0][2]}`;
      move(wrong[0][0], Math.max(wrong[0][1], shown));
    } else $(".why").textContent = "";
  }

  body.addEventListener("focusin", (event) => say(event.target));
  body.addEventListener("input", ({ target }) => {
    const [row, column] = where(target);
    target.removeAttribute("aria-invalid");
    state.why.delete(`${row},${column}`);
    $(".why").textContent = "";
    keep();
    const whole = target.value.trim().toLowerCase();
    const single = first.points.length < 10 ? /^[1-9d?]$/ : /^([2-9d?]|1[01])$/;
    if (column && single.test(whole)) move(row, column + 1);
  });
  body.addEventListener("keydown", (event) => {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const by = moves[event.key];
    const { target } = event;
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    const inText = by[1] && target.selectionStart === target.selectionEnd && target.selectionStart !== (by[1] > 0 ? target.value.length : 0);
    if (inText) return;
    event.preventDefault();
    const [row, column] = where(target);
    if (row + by[0] >= 0) move(row + by[0], column + by[1]);
  });
  body.addEventListener("paste", (event) => {
    const lines = tableIn(event.clipboardData);
    if (!lines.length) return;
    event.preventDefault();
    const [row, column] = where(event.target);
    const lost = Math.max(...lines.map((line) => line.length)) - (items.length + 1 - column);
    if (hasNames(lines[0]) || lines.length > MOST_FORMS || (lost > 0 && column === shown)) {
      send("table", { id: `${Date.now()} ${Math.random()}`, text: asLines(lines) });
      return;
    }
    lines.forEach((line, down) => {
      if (row + down === body.rows.length) addRow();
      line.forEach((value, right) => {
        const input = cell(row + down, column + right);
        if (input) input.value = value.slice(0, 80);
      });
    });
    keep();
    $(".why").textContent = lost > 0 ? `${lost} ${lost === 1 ? "column" : "columns"} on the right did not fit and were left out. Check where the paste began.` : "";
  });
  $(".add").onclick = () => {
    addRow();
    move(body.rows.length - 1, shown);
  };
  $(".save").onclick = () => {
    // What was sent and not answered yet goes again as it was, and is saved once: another press, or a lost answer.
    if (!state.sent) {
      state.sent = String(Date.now()) + Math.random();
      state.asSent = { rows: rows(), instead: state.instead };
    }
    keep();
    send("forms", { id: state.sent, ...state.asSent });
  };
  $(".back").onclick = () => {
    replace(state.before.rows, state.before.instead);
    mark([]);
    move(0, shown);
  };
  $(".leave").onclick = () => {
    replace([]);
    mark([]);
    move(0, shown);
  };

  head();
  // What was put in, and what was sent, before the grid was last drawn anew: rows may also come before this script does.
  const before = draft(name) || { rows: [] };
  state.given = before.given || "";
  state.sent = (before.asSent && before.sent) || "";
  state.asSent = before.asSent || null;
  fill(before.rows, before.instead);
  root.querySelectorAll("button").forEach((button) => {
    button.disabled = false;
  });
  return {
    name,
    take(data) {
      if (data.kept && data.kept === state.sent) {
        letGo(data.names);
        return;
      }
      if (data.shown && data.shown !== state.shown) root.ownerDocument.querySelector(".st-key-understood")?.scrollIntoView();
      state.shown = data.shown;
      if (data.given && data.given.id !== state.given) {
        state.given = data.given.id;
        replace(data.given.rows, data.given.instead);
      }
      // What is drawn meanwhile for another reason answers nothing that was sent.
      const [wrong, refused] = [JSON.stringify(data.wrong), Boolean(state.sent) && data.refused === state.sent];
      if (wrong !== state.wrong || refused) mark(data.wrong);
      state.wrong = wrong;
      if (refused) state.sent = "";
      keep();
    },
  };
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!grids.has(parentElement)) grids.set(parentElement, start(parentElement, data, setTriggerValue));
  grids.get(parentElement).take(data);
  return () => grids.delete(parentElement);
}
