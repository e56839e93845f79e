// Copying a text at one press, where a browser has a clipboard for pages and where it has none (http on a venue's network).

export async function copy(text, { clipboard = navigator.clipboard, page = document } = {}) {
  if (clipboard) {
    const written = await clipboard.writeText(text).then(() => true, () => false);
    if (written) return true;
  }
  const box = Object.assign(page.createElement("textarea"), { value: text, readOnly: true });
  const focused = page.activeElement;
  page.body.append(box);
  box.select();
  const copied = page.execCommand("copy");
  box.remove();
  if (focused) focused.focus();
  return copied;
}
