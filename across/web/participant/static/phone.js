// Saves each tap and note, keeps what is unsent on this phone, follows the step. The forms work without it.
(() => {
  'use strict';
  const $ = (query, from) => (from || document).querySelector(query);
  const main = $('main'), status = $('#status'), news = $('#news');
  let part = $('#part'), timer = null;
  // What only some pages need, once it has come: `others` beside a note, `unsent` for one that was left behind.
  const beside = {}, coming = {};
  const code = part.dataset.code, prefix = 'across.' + code + '.';
  const address = () => new URLSearchParams(location.search);

  // What this phone keeps: in its own storage, or in memory where the browser gives none.
  const memory = {};
  const storage = (work, otherwise) => {
    try { return work(window.localStorage); } catch { return otherwise; }
  };
  const keep = {
    get: (name) => (name in memory ? memory[name] : storage((disk) => disk.getItem(prefix + name), null)),
    set(name, value) {
      delete memory[name];
      if (!storage((disk) => { disk.setItem(prefix + name, value); return true; }, false)) memory[name] = value;
    },
    drop(name) { delete memory[name]; storage((disk) => disk.removeItem(prefix + name)); },
    names(start) {
      const all = storage((disk) => Object.keys(disk), []).concat(Object.keys(memory).map((name) => prefix + name));
      return all.filter((key) => key.startsWith(prefix + start)).map((key) => key.slice(prefix.length)).sort();
    },
    read: (name) => JSON.parse(keep.get(name) || 'null'),
  };
  const hex = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => (byte + 256).toString(16).slice(1)).join('');

  // The outbox: one entry under one name each, so that two tabs never overwrite each other's.
  let sending = false, fails = 0, waited = 0, again = 0, count = 0, said = status.textContent;
  const waiting = () => keep.names('out.');
  const entries = () => waiting().map(keep.read).filter(Boolean);
  function post(kind, fields) {
    count += 1;
    const stamp = String(Date.now()).padStart(15, '0') + String(count).padStart(6, '0') + hex().slice(0, 4);
    keep.set('out.' + stamp, JSON.stringify({ kind, fields }));
    said = '';
    paint();
    send();
  }
  async function send() {
    clearTimeout(again);
    if (sending || !waiting().length) return paint();
    sending = true;
    paint();
    try { await alone(drain); } finally { sending = false; paint(); }
  }
  // One tab sends at a time. One that sleeps while it holds the lock is not waited for: sending twice does no harm.
  function alone(work) {
    if (!navigator.locks) return work();
    // eslint-disable-next-line compat/compat -- asked for just before it
    return navigator.locks.request(prefix + 'out', { ifAvailable: true }, (lock) => {
      if (!lock && waited < 4) { waited += 1; return later(500 * waited); }
      waited = 0;
      return work();
    });
  }
  const later = (wait) => { again = setTimeout(send, wait); };
  async function drain() {
    for (let name = waiting()[0]; name; name = waiting()[0]) {
      const entry = keep.read(name), answer = entry ? await deliver(entry) : { final: true };
      if (answer.saved) saved(entry);
      else if (answer.final) refused(name, entry, answer.why);
      else { fails += 1; return later(Math.min(15000, 500 * 2 ** fails)); }
      fails = 0;
      keep.set('said', said);
      keep.drop(name);
      paint();
    }
  }
  async function deliver(entry) {
    const body = new URLSearchParams({ code, ...entry.fields });
    try {
      const { answer } = await ask('/take-part/' + entry.kind, { method: 'POST', body }, (got) => got.json());
      return answer;
    } catch { return {}; }
  }
  // A request that ends: after 15 s without an answer it counts as lost.
  async function ask(where, how, read) {
    const stop = new AbortController(), alarm = setTimeout(() => stop.abort(), 15000);
    const options = { headers: { Accept: 'application/json' }, redirect: 'error', cache: 'no-store', signal: stop.signal };
    try {
      const got = await fetch(where, { ...options, ...how });
      return { got, answer: await read(got) };
    } finally { clearTimeout(alarm); }
  }
  function saved({ kind, fields }) {
    said = 'Saved';
    took(kind, fields);
    if (kind === 'note' && isHere(fields)) { if (beside.others) beside.others.listNote(fields); else refresh(); }
  }
  function took(kind, fields) {
    if (kind === 'response' && data) record(data.answers, data.taps, fields);
    if (kind === 'mark' && beside.others) beside.others.kept(fields);
  }
  function refused(name, entry, why) {
    if (!entry || over) return;
    const { kind, fields } = entry;
    said = 'Not saved. ' + why;
    if (!fields.text) return sync(Boolean(data));
    // It stays where it was typed, unless something else is there by now.
    const stays = kind === 'note' && isHere(fields) && !$('#text').value;
    keep.set(stays ? draft() : name.replace('out', 'draft.refused'), JSON.stringify(stays ? fields : { kind, ...fields }));
    bringBack();
    bring('unsent');
  }
  const say = (text) => { said = text; paint(); };
  function paint() {
    const unsent = waiting().length && (fails || navigator.onLine === false ? 'Not saved yet' : 'Saving…');
    const text = unsent || said;
    if (status.textContent !== text) status.textContent = text;
    status.className = text.startsWith('Not') ? 'unsaved' : '';
    paintAnswers();
    Object.values(beside).forEach((script) => script.paint(text));
  }

  // Notes
  const isHere = ({ question }) => $('#note') && question === part.dataset.step;
  const draft = () => 'draft.' + part.dataset.step;
  const typed = () => ({ question: part.dataset.step, text: $('#text').value, way: $('#way').value });
  function keepDraft() {
    const note = typed();
    if (note.text || note.way) keep.set(draft(), JSON.stringify(note)); else keep.drop(draft());
    bring('unsent');
  }
  function bringBack() {
    const box = $('#text'), kept = box && keep.read(draft());
    if (kept && !box.value) { box.value = kept.text; $('#way').value = kept.way; }
  }
  function sendNote() {
    const note = typed();
    if (!note.text.trim()) { say('There is nothing to send yet. Write something first.'); return $('#text').focus(); }
    post('note', { id: hex(), ...note });
    $('#text').value = $('#way').value = '';
    keepDraft();
  }

  // The questionnaire: every dimension is here, so that going on needs no network.
  let data = null, place = '1';
  // A later tap counts, whichever tab it was made in: the server goes by the same number.
  function record(answers, taps, { item, point, tap }) {
    if (tap <= taps[item]) return;
    answers[item] = point;
    taps[item] = Number(tap);
  }
  const mine = () => {
    const given = { ...data.answers }, taps = { ...data.taps };
    entries().forEach(({ kind, fields }) => { if (kind === 'response') record(given, taps, fields); });
    return given;
  };
  const missing = (given = mine()) => items().filter(([id]) => !(id in given));
  const items = () => data.dimensions.reduce((all, dimension) => all.concat(dimension[1]), []);
  // Two tabs that are tapped at once must not take the same number: the last ten bits are drawn. What the other tab
  // has kept last may be lower than this one's.
  function pick(item, point) {
    const latest = Math.max(data.tap, Number(keep.get('tap')) || 0);
    const number = ((latest >> 10) + 1) * 1024 + Math.floor(Math.random() * 1024);
    keep.set('tap', String(data.tap = number));
    post('response', { item, point, tap: number });
  }
  function paintAnswers() {
    if (!data) return;
    const given = mine(), total = items().length, done = total - missing().length;
    $('#answered').textContent = done + ' of ' + total + ' answered';
    $('progress').value = done;
    $('#items').querySelectorAll('input').forEach((radio) => { radio.checked = given[radio.name] === radio.value; });
    $('#sum').textContent = done < total ? total - done + ' left to answer:' : waiting().length ? 'Keep this page open until your answers are saved.' : 'All ' + total + ' answered.';
    const list = $('#left');
    list.textContent = '';
    data.dimensions.forEach(([name, asked], index) => {
      if (asked.every(([id]) => id in given)) return;
      const link = list.appendChild(document.createElement('li')).appendChild(document.createElement('a'));
      link.href = '?step=questionnaire&dimension=' + (index + 1);
      link.dataset.to = index + 1;
      link.textContent = name;
    });
  }
  function drawDimension(number) {
    const [name, list] = data.dimensions[number - 1], box = $('#items'), model = $('fieldset', box).cloneNode(true);
    $('#dimension h2').textContent = name;
    $('#number').textContent = 'Dimension ' + number + ' of ' + data.dimensions.length;
    box.textContent = '';
    list.forEach(([id, text]) => {
      const field = box.appendChild(model.cloneNode(true));
      $('legend', field).textContent = text;
      field.querySelectorAll('input').forEach((radio) => { radio.name = id; radio.checked = false; });
    });
    $('[name=dimension]').value = number;
    $('#say').search = 'dimension=' + number;
    $('#previous').hidden = number < 2 && !$('#sector');
    $('#next').textContent = number < data.dimensions.length ? 'Next dimension' : 'Finish';
  }
  function show(wanted) {
    place = data.dimensions[wanted - 1] || (/^(sector|end)$/.test(wanted) && $('#' + wanted)) ? String(wanted) : '1';
    const number = Number(place);
    ['sector', 'dimension', 'end'].forEach((id) => { if ($('#' + id)) $('#' + id).hidden = id !== (number ? 'dimension' : place); });
    $('#about').hidden = number > 1 || place === 'end';
    if (number) drawDimension(number);
    keep.set('place', place);
    paintAnswers();
  }
  function go(wanted) {
    if (wanted > data.dimensions.length) wanted = 'end';
    if (Number(wanted) === 0) wanted = 'sector';
    const query = address();
    query.set('dimension', wanted);
    query.delete('saved');
    history.pushState(null, '', '/take-part?' + query);
    move(wanted);
  }
  function move(wanted) {
    show(wanted);
    const heading = $('section:not([hidden]) h2', main);
    heading.focus({ preventScroll: true });
    ($('#late') || heading).scrollIntoView();
  }

  // A part that has just been put in place.
  function wake() {
    const block = $('#data'), before = data;
    data = block && { ...JSON.parse(block.textContent), answers: {}, taps: {} };
    if (data) items().forEach(([id], number) => { if (data.given[number]) data.answers[id] = data.given[number]; });
    // A tap that was saved while this part was on its way is newer than the part.
    if (data && before) Object.keys(before.taps).forEach((item) => {
      if (before.taps[item] > data.tap) record(data.answers, data.taps, { item, point: before.answers[item], tap: before.taps[item] });
    });
    timer = JSON.parse(part.dataset.timer);
    if ($('#others')) bring('others');
    if (keep.names('draft.')[0]) bring('unsent');
    dueOthers();
    bringBack();
    if (data) {
      const shown = $('section:not([hidden])', main).id, wanted = address().get('dimension') || keep.get('place') || '';
      show(wanted || (shown === 'dimension' ? $('[name=dimension]').value : shown));
    }
    paint();
    tick();
  }
  main.addEventListener('input', (event) => { if (event.target.id === 'text' || event.target.id === 'way') keepDraft(); });
  main.addEventListener('change', ({ target }) => {
    if (target.type !== 'radio') return;
    if (target.name === 'sector') post('sector', { sector: target.value }); else pick(target.name, target.value);
  });
  main.addEventListener('submit', (event) => {
    // Until the script of this one has come, the browser sends it.
    if (event.target.method !== 'post' || event.target.matches('.done')) return;
    event.preventDefault();
    if (event.target.matches('#note')) sendNote();
    else if (event.target.matches('.mark')) post('mark', Object.fromEntries(new FormData(event.target)));
    else go(event.target.dataset.to || Number(place) + 1);
  });
  main.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-to]');
    if (link) { event.preventDefault(); go(link.dataset.to); }
    if (event.target.id === 'previous') go(Number(place) - 1);
  });
  addEventListener('popstate', () => { if (data) move(address().get('dimension') || place); });

  // The timer, by the server's clock. What the server said can only be older than its arrival, and younger than
  // the question: whatever the phone's clock did, one question and answer set it right.
  let skew = -Infinity, ringing = false, rang = null;
  const now = () => performance.now() / 1000;
  function set(clock, asked) { skew = Math.min(Math.max(skew, clock - now()), clock - asked); }
  function tick() {
    const box = $('#timer');
    if (!box) return;
    box.hidden = !timer;
    const says = JSON.parse(box.dataset.says);
    const { phase, ends_at: ends, left: held } = timer || {};
    const left = ends ? Math.ceil(ends - now() - skew) : held, minutes = Math.ceil(left / 60);
    const clock = Math.floor(left / 60) + ':' + String(left % 60).padStart(2, '0') + ' left';
    const seen = left > 0 ? (ends ? '' : says.paused + ', ') + clock : says.up;
    const aloud = left > 0 && ends ? 'Less than ' + minutes + ' minute' + (minutes > 1 ? 's left' : ' left') : seen;
    const [words, shown, hidden] = box.children;
    words.textContent = says[phase] || '';
    shown.textContent = seen;
    if (hidden.textContent !== aloud) hidden.textContent = aloud;
    const rings = timer ? phase + !ends : '';
    if (ringing && left <= 0) news.textContent = says.up;
    else if (timer && rang !== null && rings !== rang) news.textContent = says[phase] + ': ' + aloud;
    ringing = Boolean(ends) && left > 0;
    rang = rings;
  }
  setInterval(tick, 1000);

  // Following: the event stream tells what changed; where it does not reach, or something holds
  // it back, the phone asks every 2 s. `sign` is when the stream's last word was said, by this phone's time; long ago
  // where it is lost.
  let source = null, revision = Number(part.dataset.revision), latest = null;
  let asking = false, over = false, sign = -9;
  const same = (told) => Object.entries(JSON.parse(part.dataset.rests)).every(([name, value]) => told[name] === value);
  function hear(told, asked) {
    set(told.now, asked || -Infinity);
    if (told.revision < revision) return;
    if (told.revision > revision) dueOthers();
    revision = told.revision;
    // What was refused for it can be sent again.
    if (latest && latest.report_shared > told.report_shared) say('');
    latest = told;
    timer = told.timer;
    tick();
    if (!same(told)) due();
  }
  const lose = () => { sign = -9; };
  const hush = () => { if (source) source.close(); source = null; };
  function take(text) {
    const told = JSON.parse(text);
    hear(told);
    sign = told.now - skew - (told.age > 30) * 5;
  }
  // One stream for all tabs of a browser: what it says is passed on, and of two that listen the lower number goes on.
  // eslint-disable-next-line compat/compat -- only where there is one
  const rank = Math.random(), tabs = window.BroadcastChannel && new BroadcastChannel(code);
  if (tabs) {
    tabs.onmessage = ({ data: [its, text] }) => {
      if (over) return;
      if (its < rank) hush();
      take(text);
    };
  }
  function listen() {
    hush();
    if (over || !window.EventSource) return;
    sign = now() - 5;
    source = new EventSource('/live/' + code);
    source.onopen = send;
    source.onmessage = ({ data: text }) => {
      take(text);
      if (tabs) tabs.postMessage([rank, text]);
    };
    source.onerror = lose;
    source.addEventListener('gone', end);
  }
  async function look() {
    if (asking || over) return;
    asking = true;
    const asked = now();
    try {
      const { got, answer } = await ask('/take-part/state?code=' + code, {}, (found) => found.json());
      if (got.ok) hear(answer, asked);
      else if (got.status === 404) end();
      else if (answer.final) refresh();
    } catch { lose(); } finally { asking = false; }
  }
  // Look where the stream is lost, or silent 8 s after what it said last (it gives a sign of life every 5 s), 3 s after
  // it was opened or said what the store had said long ago; open it again now and then, or where no other tab has it.
  let turns = 0;
  setInterval(() => {
    turns += 1;
    if (document.hidden || over) return;
    const lost = now() - sign > 8;
    if (source ? !(turns % 15) && source.readyState === 2 : lost) listen();
    if (lost) look();
  }, 2000);
  let fetching = false, retry = 0, drawn = -9;
  // Results that move are fetched every 5 s at most, by some phones a little later than by others.
  function due() {
    clearTimeout(retry);
    const moves = $('#results') && latest.step === part.dataset.at;
    retry = setTimeout(refresh, moves ? Math.max(0, drawn + 5 - now()) * 1000 + Math.random() * 500 : 0);
  }
  async function refresh() {
    if (fetching || over) return;
    fetching = true;
    const stays = data && missing()[0] && !(latest && latest.scoring !== 'open');
    const query = latest && latest.step !== part.dataset.at && !stays ? new URLSearchParams() : address();
    if (stays) query.set('step', part.dataset.step);
    query.set('code', code);
    query.delete('saved');
    let behind = true;
    try {
      const { got, answer } = await ask('/take-part/part?' + query, {}, (found) => found.text());
      if (got.headers.get('Across-Part')) { swap(answer); behind = !over && latest && !same(latest); }
    } catch { lose(); }
    fetching = false;
    clearTimeout(retry);
    if (behind) retry = setTimeout(refresh, $('#results') ? 5000 : 3000);
  }
  function swap(html) {
    const { at, step, news: was } = part.dataset, { activeElement: active } = document, focused = main.contains(active);
    const box = main.cloneNode(), chart = $('#results');
    box.innerHTML = html;
    const next = box.firstElementChild, late = data && next.dataset.at !== at && $('#late', box), fresh = next.dataset.at === at && $('#results', box), stays = chart && fresh;
    // Results that have moved change where they stand: nobody loses their place.
    if (late) return stay(late, next);
    if (stays) { chart.replaceWith(fresh); Object.assign(part.dataset, next.dataset); }
    else { main.innerHTML = ''; main.append(next); part = next; }
    drawn = now();
    const moved = part.dataset.at !== at || part.dataset.step !== step;
    over = !part.dataset.code;
    if (over) { if (source) source.close(); data = null; $('.where').remove(); paint(); return $('h1').focus(); }
    revision = Math.max(revision, Number(part.dataset.revision));
    document.title = $('h1').textContent + ' – ' + $('.where').textContent;
    if (moved) history.replaceState(null, '', '/take-part');
    if (moved && !said.startsWith('Not')) said = '';
    set(part.dataset.now, -Infinity);
    wake();
    if (moved || (focused && !stays)) headed(active, moved).focus({ preventScroll: true });
    if (moved) scrollTo(0, 0);
    else if (part.dataset.news !== was) news.textContent = part.dataset.news;
  }
  // Where the focus goes: who was typing goes on typing where the note is now.
  const headed = ({ id }, moved) => (/^(text|later)$/.test(id) && ($('#unsent:not([hidden]) textarea') || (!moved && $('#text')))) || $('h1');
  // Who has not finished the questionnaire loses no place in it, and is told what is missing.
  function stay(late, next) {
    main.querySelectorAll('#late,#sum,#left').forEach((old) => old.remove());
    $('h1').after(late);
    Object.assign(part.dataset, next.dataset);
    say(late.firstElementChild.textContent);
  }
  // The workshop is deleted: what this phone kept of it goes too.
  function end() {
    keep.names('').forEach((name) => keep.drop(name));
    swap($('#over').innerHTML);
    status.textContent = '';
  }
  function sync(redraw) {
    if (document.hidden || over) return;
    fails = 0;
    tick();
    send();
    listen();
    look();
    dueOthers();
    if (redraw) refresh();
  }
  function dueOthers() { if (beside.others) beside.others.due(); }
  function bring(name) {
    if (coming[name]) return;
    const script = coming[name] = document.createElement('script');
    script.src = part.dataset[name];
    script.onload = () => { beside[name] = window['across-' + name]({ $, ask, code, entries, hex, isHere, keep, post, say }); paint(); };
    script.onerror = () => { script.remove(); coming[name] = null; setTimeout(() => { if (!over) bring(name); }, 5000); };
    document.head.append(script);
  }
  document.addEventListener('visibilitychange', () => { if (document.hidden) hush(); else sync(); });
  addEventListener('online', () => sync());
  addEventListener('offline', paint);
  addEventListener('pageshow', ({ persisted }) => persisted && (keep.get('next') ? location.reload() : sync()));
  addEventListener('pagehide', hush);
  // Another tab of this phone has put something into the outbox, or has sent it.
  addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (!key || !key.startsWith(prefix + 'out.')) return;
    const { kind, fields } = JSON.parse(newValue || oldValue);
    took(kind, fields);
    said = newValue ? '' : keep.get('said') || '';
    paint();
    if (newValue) later(2000);
  });

  set(part.dataset.now, -Infinity);
  wake();
  send();
  listen();
})();
