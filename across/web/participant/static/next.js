// Before a device is handed on: nothing unsent is given to the next person, and nothing kept here stays.
(() => {
  'use strict';
  const form = document.querySelector('form'), prefix = 'across.' + form.code.value + '.';
  // A browser that gives no storage keeps nothing.
  const kept = () => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; }
  };
  const unsent = () => kept().some((key) => /^(out|draft\.refused)\./.test(key.slice(prefix.length)));
  form.addEventListener('submit', (event) => {
    document.querySelector('#unsent').hidden = !unsent();
    if (unsent()) return event.preventDefault();
    kept().forEach((key) => localStorage.removeItem(key));
    // A page of the last person that the browser would bring back asks for itself anew.
    try { localStorage.setItem(prefix + 'next', '1'); } catch { /* nothing is kept */ }
  });
})();
