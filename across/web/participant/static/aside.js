// A page beside a step goes along when the room moves on. While something unsaved is in it, it stays and says where the
// room is; what is unsaved is kept on this phone. Without the script its forms work, and lead back.
(() => {
  'use strict';
  const all = (query) => Array.from(document.querySelectorAll(query));
  const status = document.querySelector('#status'), form = document.querySelector('form[data-kind]');
  const { code, at } = status.dataset, prefix = 'across.' + code + '.', rests = JSON.parse(status.dataset.rests);
  const now = () => performance.now() / 1000, kind = form && form.dataset.kind;

  // What is unsaved is kept under this name, and left alone by the pages on which it cannot be sent.
  const disk = (work) => { try { return work(window.localStorage); } catch { return null; } };
  const name = form && prefix + form.dataset.kept;
  const ticks = () => all('[type=checkbox]');
  function unsaved() {
    if (!form) return false;
    const { text, way } = form.elements;
    if (!text) return ticks().some((box) => box.checked !== box.defaultChecked);
    if (kind === 'comment') return Boolean(text.value.trim());
    return text.value !== text.defaultValue || Array.from(way.options).some((option) => option.selected !== option.defaultSelected && option.index);
  }
  const fields = () => Object.fromEntries(new FormData(form));
  function keep() {
    if (form && !busy) disk((kept) => { if (unsaved()) kept.setItem(name, JSON.stringify(Object.assign({ kind }, fields()))); else kept.removeItem(name); });
  }
  function bringBack() {
    const kept = form && JSON.parse(disk((store) => store.getItem(name)) || 'null');
    if (!kept) return;
    const chosen = new Set(Object.keys(kept).filter((key) => key.startsWith('topic-')).map((key) => kept[key]));
    ticks().forEach((box) => { box.checked = chosen.has(box.value); });
    ['id', 'dimension', 'text', 'way'].forEach((key) => { if (key in kept && form.elements[key]) form.elements[key].value = kept[key]; });
  }

  // Saving: the page stays as it is until it is known how that went, and nothing is written that was not sent.
  let busy = false;
  function hold(held) {
    busy = held;
    all('textarea').forEach((box) => { box.readOnly = held; });
    ticks().concat(all('select')).forEach((field) => { field.disabled = held; });
  }
  async function save(event) {
    event.preventDefault();
    if (busy) return;
    const why = document.querySelector('#why'), stop = new AbortController(), alarm = setTimeout(() => stop.abort(), 15000);
    const body = new URLSearchParams(new FormData(event.target)), before = document.activeElement;
    hold(true);
    tell('Saving…');
    const headers = { Accept: 'application/json' }, how = { method: 'POST', body, headers, redirect: 'error', cache: 'no-store', signal: stop.signal };
    const answer = await fetch(event.target.action, how).then((got) => got.json()).catch(() => ({ why: 'There is no connection. What you wrote or chose is still here: try again.' }));
    clearTimeout(alarm);
    if (answer.saved) {
      if (name) disk((kept) => kept.removeItem(name));
      return location.replace(answer.then);
    }
    hold(false);
    if (document.activeElement === document.body) before.focus();
    tell('');
    why.textContent = 'Not saved. ' + answer.why;
    why.hidden = false;
    follow();
  }

  // Following, as the workshop's page does: by the stream, and by asking where that is lost or held back.
  let source = null, sign = -9, skew = -Infinity, revision = Number(status.dataset.revision), latest = null, stays = false, asking = false, turns = 0;
  function tell(text, unsent) {
    if (status.textContent !== text) status.textContent = text;
    status.className = unsent ? 'unsaved' : '';
  }
  const leave = () => { status.dataset.left = 'yes'; location.replace('/take-part'); };
  function follow() {
    if (!latest || busy || status.dataset.left) return;
    const gone = latest.step !== at, changed = Object.entries(rests).some(([fact, value]) => latest[fact] !== value);
    if (stays && !gone) { stays = false; tell(''); }
    if (gone && !unsaved() && !stays) return leave();
    if (gone && !stays) stay();
    if (!gone && changed && !unsaved()) { status.dataset.left = 'yes'; location.reload(); }
  }
  function stay() {
    const link = document.createElement('a');
    stays = true;
    keep();
    link.href = '/take-part';
    link.textContent = JSON.parse(status.dataset.titles)[latest.step] || 'where it is';
    status.textContent = 'The group has gone on to ';
    status.append(link, '. What is not saved here is kept.');
    status.className = 'unsaved';
  }
  function hear(told, asked) {
    skew = Math.min(Math.max(skew, told.now - now()), told.now - asked);
    if (told.revision < revision) return;
    revision = told.revision;
    latest = told;
    follow();
  }
  function end() {
    disk((kept) => Object.keys(kept).filter((key) => key.startsWith(prefix)).forEach((key) => kept.removeItem(key)));
    leave();
  }
  const hush = () => { if (source) source.close(); source = null; };
  function listen() {
    hush();
    if (!window.EventSource) return;
    sign = now() - 5;
    source = new EventSource('/live/' + code);
    source.onmessage = ({ data }) => {
      const told = JSON.parse(data);
      hear(told, -Infinity);
      sign = told.now - skew - (told.age > 30) * 5;
    };
    source.onerror = () => { sign = -9; };
    source.addEventListener('gone', end);
  }
  async function look() {
    if (asking) return;
    asking = true;
    const asked = now(), stop = new AbortController(), alarm = setTimeout(() => stop.abort(), 15000);
    try {
      const got = await fetch('/take-part/state?code=' + code, { headers: { Accept: 'application/json' }, redirect: 'error', cache: 'no-store', signal: stop.signal });
      const answer = await got.json();
      if (got.ok) hear(answer, asked);
      else if (got.status === 404) end();
      else if (answer.final) leave();
    } catch { sign = -9; } finally { clearTimeout(alarm); asking = false; }
  }
  function wake() {
    listen();
    look();
  }
  setInterval(() => {
    turns += 1;
    if (document.hidden) return;
    const lost = now() - sign > 8;
    if (source ? !(turns % 15) && source.readyState === 2 : lost) listen();
    if (lost) look();
  }, 2000);
  document.addEventListener('input', keep);
  document.addEventListener('change', keep);
  document.addEventListener('submit', save);
  document.addEventListener('visibilitychange', () => { if (document.hidden) hush(); else wake(); });
  addEventListener('online', wake);
  addEventListener('pageshow', ({ persisted }) => { if (persisted) wake(); });
  addEventListener('pagehide', hush);
  // Firefox brings fields back as they were, disabled too, where a page is loaded anew while it saves.
  hold(false);
  bringBack();
  listen();
})();
