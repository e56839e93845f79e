// Takes the key from behind the # of the facilitator's link, which browsers never send, and posts it.
const key = location.hash.slice(1);
if (key) {
  history.replaceState(null, '', location.pathname);
  const form = document.forms[0];
  form.key.value = decodeURIComponent(key);
  form.submit();
}
