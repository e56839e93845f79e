// What the phone's script finds on its pages, as the templates in across/web/participant/templates write it.
// tests/test_javascript.py holds that they have each id, class and data attribute that stands here.
import { NOW } from "./clock.js";
import { CODE } from "./open_phone.js";

export const SECONDS = NOW / 1000;
export const TIMER_WORDS = {
  think: "Think alone",
  pairs: "In pairs",
  all: "All together",
  paused: "Paused",
  up: "Time is up: finish your sentence",
};
const quoted = (value) => JSON.stringify(value).replaceAll("'", "&#39;");

export function part(
  step,
  body,
  { at = step, rests = { step: at }, revision = 7, timer = null, news = "", title = "Question 1" } = {},
) {
  return `<div id="part" data-code="${CODE}" data-others="/phone/others.js?v=1" data-unsent="/phone/unsent.js?v=1" data-step="${step}" data-at="${at}" data-rests='${quoted(rests)}'
    data-news="${news}" data-revision="${revision}" data-timer='${quoted(timer)}' data-now="${SECONDS}">
    <h1 tabindex="-1">${title}</h1>
    <p id="timer" hidden data-says='${quoted(TIMER_WORDS)}'><b></b> <span aria-hidden="true"></span><span class="unseen"></span></p>
    ${body}
  </div>`;
}

export function page(inside, { saved = "" } = {}) {
  return `<!doctype html><html><head><title></title></head><body>
    <header class="bar"><p class="where">Discharge, together</p><p id="status" role="status">${saved}</p>
      <p id="news" class="unseen" aria-live="polite"></p></header>
    <main>${inside}</main>
    <template id="over"><div id="part"><p class="where">Across Boundaries</p>
      <h1 tabindex="-1">This workshop is over</h1></div></template>
    </body></html>`;
}

export const NOTE_FORM = `
  <form id="note" method="post" action="/take-part/note">
    <input type="hidden" name="question" value="question-1"><input type="hidden" name="id" value="${"d".repeat(32)}">
    <textarea id="text" name="text"></textarea>
    <select id="way" name="way">
      <option value="">None in particular</option>
      <option value="conflict">Conflict management</option>
    </select>
    <button>Send note</button>
    <p id="near"></p>
  </form>
  <section id="sent" hidden><h2>Notes you have sent</h2><ul id="notes" class="cards"></ul></section>
  <details id="others" data-step="question-1"><summary><span id="how-many">0</span></summary>
    <div id="list"></div><p class="small" id="coming" hidden></p></details>`;

export const question = (options) => page(part("question-1", NOTE_FORM, options));

export const DIMENSIONS = [
  [
    "Trust",
    [
      ["trust-1", "We trust each other."],
      ["trust-2", "We keep our word."],
    ],
  ],
  ["Contact", [["contact-1", "We meet often."]]],
];
const POINTS = ["1", "2", "3", "4", "5", "dont-know"];

export function questionnaire({ given = [null, null, null], tap = 0, sector = false, ...options } = {}) {
  const [[name, items]] = DIMENSIONS;
  const radios = (item) =>
    POINTS.map((point) => `<label><input type="radio" name="${item}" value="${point}">${point}</label>`).join("");
  const fields = items
    .map(([id, text]) => `<fieldset role="radiogroup"><legend>${text}</legend>${radios(id)}</fieldset>`)
    .join("");
  const data = quoted({ dimensions: DIMENSIONS, given, tap });
  const asked = `<section id="sector"><h2 tabindex="-1">Before you start</h2>
    <form method="post" action="/take-part/sector" data-to="1">
      <label><input type="radio" name="sector" value="health">Health</label></form></section>`;
  const body = `
    <p class="progress"><progress max="3" value="0"></progress><span id="answered"></span></p>
    <div id="about"></div>
    ${sector ? asked : ""}
    <section id="dimension"${sector ? " hidden" : ""}>
      <h2 tabindex="-1">${name}</h2><p class="small" id="number"></p>
      <form method="post" action="/take-part/response"><input type="hidden" name="dimension" value="1">
        <div id="items">${fields}</div>
        <p class="buttons"><button type="button" class="plain" id="previous" hidden>Previous</button>
          <button id="next">Save and go on</button></p>
      </form>
        <a href="/take-part/say?dimension=1" id="say">What makes you say so?</a>
    </section>
    <section id="end" hidden><h2 tabindex="-1">Thank you</h2><p id="sum"></p><ul id="left"></ul>
      <p class="buttons">
        <a class="plain" href="/take-part?step=questionnaire&amp;dimension=1" data-to="1">Go through your answers again</a>
      </p></section>
    <script type="application/json" id="data">${data}</script>`;
  const rests = { step: options.at || "questionnaire", scoring: "open" };
  return page(part("questionnaire", body, { rests, title: "Questionnaire", ...options }));
}

// A page beside a step, with one form or none.
const aside = (form, { at = "results", rests = {}, revision = 7 } = {}) => `<!doctype html><html><body>
  <header class="bar"><p class="where">Discharge, together</p><a href="/take-part?step=${at}">Back to the workshop</a>
    <p id="status" role="status" data-code="${CODE}" data-at="${at}" data-rests='${quoted(rests)}'
      data-revision="${revision}" data-titles='${quoted({ results: "Results", actions: "Actions" })}'></p></header>
  <main>${form}</main></body></html>`;
const HIDDEN = `<input type="hidden" name="code" value="${CODE}"><input type="hidden" name="at" value="results">`;
const WHY = '<p class="problem" id="why" role="alert" hidden></p>';

export const choosing = (chosen = []) =>
  aside(
    `<form method="post" action="/take-part/votes" data-kind="votes" data-kept="choice.results">${HIDDEN}
      <input type="hidden" name="step" value="results">
      ${["trust", "contact"]
        .map(
          (id, number) =>
            `<input type="checkbox" name="topic-${number}" value="${id}"${chosen.includes(id) ? " checked" : ""}>`,
        )
        .join("")}
      ${WHY}<button>Save my choice</button></form>`,
    { rests: { chosen_at: "" } },
  );

export const saying = () =>
  aside(`<form method="post" action="/take-part/comment" data-kind="comment" data-kept="draft.comment">${HIDDEN}
    <input type="hidden" name="id" value="${"c".repeat(32)}">
    <select id="dimension" name="dimension"><option value="trust" selected>Trust</option>
      <option value="contact">Contact</option></select>
    <textarea id="text" name="text"></textarea>${WHY}<button>Send comment</button></form>`);

export const changing = (text) =>
  aside(
    `<form method="post" action="/take-part/own-note" data-kind="own-note" data-kept="draft.change.${"a".repeat(32)}">
    ${HIDDEN}<input type="hidden" name="question" value="question-1">
    <input type="hidden" name="id" value="${"a".repeat(32)}">
    <textarea id="text" name="text">${text}</textarea>
    <select id="way" name="way"><option value="">None in particular</option>
      <option value="conflict">Conflict management</option></select>${WHY}<button>Save the change</button></form>
    <form method="post" action="/take-part/take-back">${HIDDEN}<input type="hidden" name="id" value="${"a".repeat(32)}">
      <button class="plain">Take back</button></form>`,
    { rests: { report_shared: false } },
  );

const note = ({ id, text, marked = 0, besides = "" }) => `
  <li data-id="${id}" data-marked="${marked}"><p class="text" id="n-${id}">${text}</p>
    <form class="mark" method="post" action="/take-part/mark">
      <input type="hidden" name="code" value="${CODE}"><input type="hidden" name="question" value="question-1">
      <input type="hidden" name="note" value="${id}"><input type="hidden" name="marked" value="${marked ? 0 : 1}">
      <button aria-pressed="${Boolean(marked)}">True for me too</button> <span class="small">${besides}</span>
    </form></li>`;

export const othersList = (notes) => `
  <div data-count="${notes.length}"><p class="small"${notes.length ? " hidden" : ""}>Nothing yet.</p>
    <ul class="cards">${notes.map(note).join("")}</ul></div>`;

const done = (finished) => `
  <form class="done" method="post" action="/take-part/finished">
    <input type="hidden" name="code" value="${CODE}"><input type="hidden" name="step" value="question-1">
    <input type="hidden" name="finished" value="${finished ? "no" : "yes"}">
    <button aria-pressed="${finished}">I have finished</button></form>`;

export function withOthers(notes, { open = false, count = notes.length, finished = false } = {}) {
  const list = open ? othersList(notes) : "";
  const others = `
    <details id="others" data-step="question-1"${open ? " open" : ""}>
      <summary>Notes from others (<span id="how-many">${count}</span>)</summary>
      <div id="list">${list}</div><p class="small" id="coming" hidden></p>
    </details>`;
  return page(part("question-1", NOTE_FORM + done(finished) + others));
}

export const results = (number, options) =>
  part("results", `<div id="results"><p>${number}</p></div>`, {
    rests: { step: "results", shown: number },
    title: "Results",
    ...options,
  });
