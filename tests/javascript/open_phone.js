// A participant's phone: jsdom with the phone's own script on a page, a server that answers as it is told.
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { JSDOM, VirtualConsole } from "jsdom";
import { settle } from "./clock.js";

const STATIC = new URL("../../across/web/participant/static/", import.meta.url);
const script = (name) => {
  const file = new URL(name, STATIC);
  return new Script(readFileSync(file, "utf-8"), { filename: file.pathname });
};
const PHONE = script("phone.js");
const ASIDE = script("aside.js");
const BESIDE = { others: script("others.js"), unsent: script("unsent.js") };

export const CODE = "ABCDEF";
const SAVED = { saved: true };

// A server: keeps what was asked of it and answers as the last `answers` for that address says.
export class Server {
  constructor() {
    this.asked = [];
    this.answers = new Map();
    this.reachable = true;
  }

  answer(address, status, body, headers = {}) {
    this.answers.set(address, { status, body, headers });
  }

  posts(kind) {
    return this.asked
      .filter(({ method, path }) => method === "POST" && path === `/take-part/${kind}`)
      .map(({ form }) => form);
  }

  gets(path) {
    return this.asked.filter((request) => request.method === "GET" && request.path === path);
  }

  fetch(where, { method = "GET", body, headers, signal }) {
    const { pathname: path, searchParams: query } = new URL(where, "http://phone.test");
    this.asked.push({
      method,
      path,
      query,
      headers,
      form: body && Object.fromEntries(new URLSearchParams(body.toString())),
    });
    if (!this.reachable) return Promise.reject(new TypeError("no connection"));
    const answer =
      this.answers.get(path) || (method === "POST" ? { status: 200, body: SAVED } : { status: 503, body: {} });
    if (answer.status === "never")
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped"))));
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    return Promise.resolve(new Response(text, { status: answer.status, headers: answer.headers }));
  }
}

// The stream of events, as far as the phone listens to it.
class Stream {
  static opened = [];

  constructor(address) {
    this.address = address;
    this.readyState = 1;
    this.listeners = {};
    Stream.opened.push(this);
  }

  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }

  close() {
    this.readyState = 2;
  }
}

// The browser's lock among the tabs of a phone, here of one name.
export class Locks {
  constructor({ heldElsewhere = false } = {}) {
    this.heldElsewhere = heldElsewhere;
  }

  async request(_name, { ifAvailable }, work) {
    if (!ifAvailable) throw new Error("a tab that waits for a lock could wait for one that sleeps");
    return work(this.heldElsewhere ? null : {});
  }
}

// Opens a page on a phone. With `storage` of another phone's window it is a second tab of that one.
export function open(
  html,
  { server = new Server(), search = "", storage = null, streams = false, locks = null, run = PHONE, ...more } = {},
) {
  const dom = new JSDOM(html, {
    url: `http://phone.test/take-part${run === ASIDE ? "/aside" : ""}${search}`,
    runScripts: "outside-only",
    pretendToBeVisual: true,
    ...more,
    beforeParse(window) {
      Object.assign(window, { Date, Math });
      window.fetch = (where, options) => server.fetch(where, options);
      window.scrollTo = () => {};
      window.Element.prototype.scrollIntoView = () => {};
      if (storage) Object.defineProperty(window, "localStorage", storage);
      if (streams) window.EventSource = Stream;
      if (locks) Object.defineProperty(window.navigator, "locks", { value: locks });
    },
  });
  const { window } = dom;
  loadScriptsThatAreAdded(dom, server);
  run.runInContext(dom.getInternalVMContext());
  return new Phone(window, server);
}

// Opens a page beside a step. jsdom goes to no other page: where it was sent is told to the console, and kept here.
export function openAside(html, options) {
  const left = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("jsdomError", (error) => left.push(error.message));
  return Object.assign(open(html, { ...options, run: ASIDE, virtualConsole }), { left });
}

function loadScriptsThatAreAdded(dom, server) {
  const { document } = dom.window;
  const append = document.head.append.bind(document.head);
  document.head.append = (element) => {
    append(element);
    if (!server.reachable) return setTimeout(() => element.onerror(), 1);
    BESIDE[/phone\/(\w+)/.exec(element.src)[1]].runInContext(dom.getInternalVMContext());
    return element.onload();
  };
}

export const refusedStorage = {
  get() {
    throw new Error("this browser gives no storage");
  },
};

export class Phone {
  constructor(window, server) {
    this.window = window;
    this.document = window.document;
    this.server = server;
  }

  find(query) {
    return this.document.querySelector(query);
  }

  all(query) {
    return [...this.document.querySelectorAll(query)];
  }

  text(query) {
    return this.find(query).textContent;
  }

  get status() {
    return this.text("#status");
  }

  // What is kept on the phone for this workshop, by name.
  get kept() {
    const prefix = `across.${CODE}.`;
    const entries = Object.entries({ ...this.window.localStorage }).filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
  }

  keptUnder(start) {
    return Object.entries(this.kept)
      .filter(([name]) => name.startsWith(start))
      .map(([, value]) => JSON.parse(value));
  }

  get asOtherTab() {
    return { storage: { value: this.window.localStorage } };
  }

  get stream() {
    return Stream.opened.at(-1);
  }

  async hear(bulletin) {
    this.stream.onmessage({ data: JSON.stringify(bulletin) });
    await settle();
  }

  async type(query, value) {
    const field = this.find(query);
    field.value = value;
    field.dispatchEvent(new this.window.Event("input", { bubbles: true }));
    await settle();
  }

  async submit(query) {
    this.find(query).dispatchEvent(new this.window.Event("submit", { bubbles: true, cancelable: true }));
    await settle();
  }

  async click(query) {
    this.find(query).click();
    await settle();
  }

  async choose(item, point) {
    await this.click(`input[name="${item}"][value="${point}"]`);
  }

  async tell(event, more = {}) {
    this.window.dispatchEvent(Object.assign(new this.window.Event(event), more));
    await settle();
  }

  // The phone is put away, or taken out again.
  async putAway(hidden) {
    Object.defineProperty(this.document, "hidden", { configurable: true, value: hidden });
    this.document.dispatchEvent(new this.window.Event("visibilitychange"));
    await settle();
  }

  // What the browser tells the other tabs of a phone when one of them has changed what is kept.
  async tellOfStorage(name, oldValue, newValue) {
    const key = `across.${CODE}.${name}`;
    this.window.dispatchEvent(new this.window.StorageEvent("storage", { key, oldValue, newValue }));
    await settle();
  }
}
