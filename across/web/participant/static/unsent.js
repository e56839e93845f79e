// What was typed and not sent (a note, a change to one, a comment) stays in sight wherever the group goes on: it can be
// finished, sent, thrown away.
'use strict';
window['across-unsent'] = ({ $, hex, isHere, keep, post, say }) => {
  const form = document.createElement('form');
  form.id = 'unsent';
  form.innerHTML = '<label for="later"></label><textarea id="later" rows="2" dir="auto"></textarea><p class="buttons"><button></button><button type="button" class="plain">Discard</button></p>';
  $('main').before(form);
  const [label, box] = form.children;
  let shown = '';
  const elsewhere = (name) => { const note = keep.read(name); return note && (note.kind || !isHere(note)) && note; };
  // The one that is shown stays until it is sent or thrown away, whatever is typed in it.
  function paint() {
    if (elsewhere(shown)) return;
    shown = keep.names('draft.').find((name) => elsewhere(name) && elsewhere(name).text.trim());
    form.hidden = !shown;
    if (!shown) return;
    const { kind, question, text } = elsewhere(shown), link = $('nav a[href$="step=' + question + '"]'), what = kind === 'comment' ? kind : 'note';
    label.textContent = 'Your unsent ' + what + ' is here';
    box.value = text;
    $('button', form).textContent = 'Send ' + (link ? 'to ' + link.textContent : what);
  }
  function leave(sends) {
    const { kind = 'note', ...fields } = keep.read(shown);
    keep.drop(shown);
    if (sends && fields.text.trim()) post(kind, { id: hex(), ...fields }); else say('');
    if (form.hidden) $('h1').focus();
  }
  form.onsubmit = () => { leave(true); return false; };
  $('.plain', form).onclick = () => leave(false);
  box.oninput = () => keep.set(shown, JSON.stringify({ ...keep.read(shown), text: box.value }));
  return { paint };
};
