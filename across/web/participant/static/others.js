// Beside a note: one's own, sent and unsent; those of others, brought up to date while the list is open; signs of
// writing; "I have finished".
'use strict';
window['across-others'] = ({ $, ask, code, entries, isHere, keep, post }) => {
  const now = () => performance.now(), OPEN_WAIT = 5000, CLOSED_WAIT = 20000, WRITING_WAIT = 10000;
  let asked = now(), listed = -OPEN_WAIT, soon = 0, busy = false, version = '', presses = 0, wrote = -WRITING_WAIT, noted = null;
  const box = () => $('#others');

  // One's own notes: those that are kept, and under them what is not.
  function noteItem(fields, state) {
    const li = document.createElement('li'), way = $('#way option[value="' + fields.way + '"]');
    const add = (tag, className, text) => {
      const child = li.appendChild(document.createElement(tag));
      child.className = className;
      child.textContent = text;
      return child;
    };
    add('p', 'text', fields.text).dir = 'auto';
    if (fields.way && way) add('p', 'small', way.textContent);
    if (state) add('p', 'small unsaved', state);
    else add('a', 'small', 'Change or take back').href = '/take-part/own-note?id=' + fields.id;
    li.dataset.id = fields.id;
    return li;
  }
  const isListed = (id) => $('#notes [data-id="' + id + '"]:not(.here)');
  function listNote(fields) {
    if (!isListed(fields.id)) $('#notes').insertBefore(noteItem(fields), $('#notes .here'));
  }
  function paintNotes(text) {
    const mine = $('#notes'), near = $('#near');
    if (!mine) return;
    mine.querySelectorAll('.here').forEach((li) => li.remove());
    keep.names('out.').forEach((name) => {
      const { kind, fields } = keep.read(name) || {};
      if (kind !== 'note' || !isHere(fields)) return;
      // Kept, though the answer was lost: sent again, it would undo a change.
      if (isListed(fields.id)) return keep.drop(name);
      const li = noteItem(fields, 'Not saved yet');
      li.className = 'here';
      mine.append(li);
    });
    const many = mine.children.length;
    $('#sent').hidden = !many;
    // How it went with what was sent from the box is said at the box; a part that comes anew has its own words there.
    if (noted !== near) return;
    near.textContent = text + (text === 'Saved' ? '. ' + $('#sent h2').textContent + ', below: ' + many : '');
    near.className = text.startsWith('Not') ? 'problem' : '';
    if (text.startsWith('Not saved. ')) $('#status').className = 'unseen';
  }

  // A button shows the latest press: one that is not sent yet, else what is kept.
  function paint(text = '') {
    paintDone();
    paintNotes(text);
    if (!box()) return;
    const unsent = {};
    entries().forEach(({ kind, fields }) => { if (kind === 'mark') unsent[fields.note] = fields.marked; });
    box().querySelectorAll('li').forEach((li) => {
      const { id, marked } = li.dataset, on = (id in unsent ? unsent[id] : marked) === '1';
      $('button', li).setAttribute('aria-pressed', on);
      $('[name=marked]', li).value = on ? 0 : 1;
    });
  }
  function paintDone() {
    const form = $('.done');
    if (form) entries().forEach(({ kind, fields }) => { if (kind === 'finished' && fields.step === form.elements.step.value) press(form, fields.finished === 'yes'); });
  }
  function press(form, on) {
    $('button', form).setAttribute('aria-pressed', on);
    form.elements.finished.value = on ? 'no' : 'yes';
  }
  function kept({ note, marked }) {
    presses += 1;
    const li = box() && $('#others li[data-id="' + note + '"]');
    if (li) li.dataset.marked = marked;
  }
  // Once in a while at most; some a little later than others, so that not every phone asks at once.
  function due() {
    if (!box() || soon) return;
    const wait = box().open ? listed + OPEN_WAIT : asked + CLOSED_WAIT;
    soon = setTimeout(bring, Math.max(0, wait - now()) + Math.random() * 500);
  }
  function opened() {
    clearTimeout(soon);
    soon = 0;
    if (box().open && now() > listed + OPEN_WAIT) bring(); else due();
  }
  async function bring() {
    soon = 0;
    if (busy || !box() || document.hidden) return;
    busy = true;
    const here = box(), { open } = here, before = presses, query = new URLSearchParams({ code, step: here.dataset.step });
    asked = now();
    if (open) listed = asked; else query.set('count', '');
    const headers = { Accept: 'text/html' };
    if (version && open && $('ul', here)) headers['If-None-Match'] = version;
    let again = true;
    try {
      const { got, answer } = await ask('/take-part/others?' + query, { headers }, (found) => found.text());
      again = got.status === 200 && presses !== before;
      if (got.status === 200 && !again) {
        if (open) version = got.headers.get('ETag') || '';
        show(here, answer, open);
      }
    } catch { tell(here, $('ul', here) ? '' : 'They cannot be loaded without a connection.'); }
    busy = false;
    if (again || here.open !== open) due();
  }
  function tell(here, text) {
    const coming = $('#coming', here);
    coming.hidden = !text;
    coming.textContent = text;
  }
  function show(here, html, open) {
    const model = document.createElement('template');
    model.innerHTML = html;
    const news = model.content.firstElementChild, list = $('ul', here);
    $('#how-many', here).textContent = news.dataset.count;
    if (!open) return;
    tell(here, '');
    if (list) update(here, list, news); else $('#list', here).innerHTML = html;
    paint();
  }
  // Line by line, so that the button in use stays where it is and keeps the focus.
  function update(here, list, news) {
    const had = new Map(Array.from(list.children, (li) => [li.dataset.id, li]));
    let place = list.firstElementChild;
    $('ul', news).querySelectorAll('li').forEach((li) => {
      const old = had.get(li.dataset.id);
      if (!old) return list.insertBefore(li, place);
      had.delete(li.dataset.id);
      old.dataset.marked = li.dataset.marked;
      $('.mark .small', old).textContent = $('.mark .small', li).textContent;
      place = old.nextElementSibling;
    });
    had.forEach((li) => {
      const inUse = li.contains(document.activeElement);
      li.remove();
      if (inUse) $('summary', here).focus();
    });
    const none = list.previousElementSibling, said = news.firstElementChild;
    none.hidden = said.hidden;
    none.textContent = said.textContent;
  }
  document.addEventListener('toggle', ({ target }) => { if (target.id === 'others') opened(); }, true);
  document.addEventListener('submit', (event) => {
    noted = event.target.matches('#note') && $('#near');
    if (noted) noted.scrollIntoView({ block: 'nearest' });
    if (!event.target.matches('.done')) return;
    event.preventDefault();
    event.stopPropagation();
    post('finished', Object.fromEntries(new FormData(event.target)));
  }, true);
  // The big screen shows on how many phones somebody is writing: a sign now and then, never what.
  document.addEventListener('input', ({ target }) => {
    if (target.id !== 'text' || !box() || now() < wrote + WRITING_WAIT) return;
    wrote = now();
    const body = new URLSearchParams({ code, step: box().dataset.step });
    ask('/take-part/writing', { method: 'POST', body }, (got) => got.json()).catch(() => {});
  });
  if (box() && box().open) opened();
  return { paint, kept, due, listNote };
};
