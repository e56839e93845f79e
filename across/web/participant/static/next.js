// Before a device is handed on: nothing unsent is given to the next person, and nothing kept here stays.
// It is there before the button is: pressed without it, what the last person typed would be shown to the next.
(() => {
  'use strict';
  // A browser that gives no storage keeps nothing.
  const kept = (prefix) => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(prefix)); } catch { return []; }
  };
  const unsent = (prefix) => kept(prefix).some((key) => /^(out|draft\.refused)\./.test(key.slice(prefix.length)));
  document.addEventListener('submit', (event) => {
    const prefix = 'across.' + event.target.code.value + '.';
    document.querySelector('#unsent').hidden = !unsent(prefix);
    if (unsent(prefix)) return event.preventDefault();
    kept(prefix).forEach((key) => localStorage.removeItem(key));
    // A page of the last person that the browser would bring back asks for itself anew.
    try { localStorage.setItem(prefix + 'next', '1'); } catch { /* nothing is kept */ }
  });
})();
