// Takes the key from behind the # of the facilitator's link, which browsers never send, and posts it: at once, unless
// another workshop is open in this browser. Then it waits for a press.
const form = document.forms[0];
const key = location.hash.slice(1);
if (key) {
  history.replaceState(null, '', location.pathname);
  form.key.value = decodeURIComponent(key);
  if ('asks' in form.dataset) {
    document.querySelector('[role=status]').textContent = 'Your link is read: it is not opened yet.';
    form.querySelector('button').focus();
  } else form.submit();
}
