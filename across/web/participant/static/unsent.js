// A note that was typed and not sent stays in sight wherever the group goes on: it can be finished, sent, thrown away.
'use strict';
window['across-unsent'] = ({ $, hex, isHere, keep, post, say }) => {
  const form = document.createElement('form');
  form.id = 'unsent';
  form.innerHTML = '<label for="later">Your unsent note is here</label><textarea id="later" rows="2" dir="auto"></textarea><p class="buttons"><button></button><button type="button" class="plain">Discard</button></p>';
  $('main').before(form);
  const box = $('textarea', form);
  let shown = '';
  const elsewhere = (name) => { const note = keep.read(name); return note && !isHere(note) && note; };
  // The one that is shown stays until it is sent or thrown away, whatever is typed in it.
  function paint() {
    if (elsewhere(shown)) return;
    shown = keep.names('draft.').concat(keep.names('refused.')).find((name) => elsewhere(name) && elsewhere(name).text.trim());
    form.hidden = !shown;
    if (!shown) return;
    const { question, text } = elsewhere(shown), link = $('nav a[href$="step=' + question + '"]');
    box.value = text;
    $('button', form).textContent = link ? 'Send to ' + link.textContent : 'Send note';
  }
  function leave(sends) {
    const { question, text, way } = keep.read(shown);
    keep.drop(shown);
    if (sends && text.trim()) post('note', { id: hex(), question, text, way }); else say('');
    if (form.hidden) $('h1').focus();
  }
  form.onsubmit = (event) => { event.preventDefault(); leave(true); };
  $('.plain', form).onclick = () => leave(false);
  box.oninput = () => keep.set(shown, JSON.stringify(Object.assign(keep.read(shown), { text: box.value })));
  return { paint };
};
