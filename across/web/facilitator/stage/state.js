// What is known of the room: asked for when the stream says that something has changed, merged, and told to who listens.

const AGAIN = 2000;
// What is told at Results follows every answer, but is asked for no more often than this.
const SETTLED = 1000;
// What was said longer ago than this, in seconds, was not late on its way: the server's clock was put back.
const LATE = 20;

export function roomState(code, { fetched = (address) => fetch(address, { cache: "no-store" }), told, lost }) {
  let known = null;
  let asking = null;
  let askAgain = false;
  let later = 0;
  let soon = 0;
  let heard = 0;
  let stopped = false;

  async function ask() {
    const since = known ? `&since=${encodeURIComponent(known.version)}` : "";
    const answer = await fetched(`/stage/state?code=${encodeURIComponent(code)}${since}`);
    if (answer.status === 304) return;
    const said = await answer.json();
    if (answer.status >= 500) throw new Error(said.why);
    if (!answer.ok) {
      stop();
      lost(answer.status, said.why);
      return;
    }
    const ahead = aheadOf(said, known);
    known = merged(known, said);
    known.ahead = ahead;
    told(known);
  }

  // Ask once more where something has changed while an answer was on its way. Resolves once all is known.
  function look() {
    if (stopped) return Promise.resolve();
    if (asking) {
      askAgain = true;
      return asking;
    }
    clearTimeout(later);
    asking = (async () => {
      try {
        do {
          askAgain = false;
          await ask();
        } while (askAgain && !stopped);
      } catch {
        if (!stopped) later = setTimeout(look, AGAIN);
      } finally {
        asking = null;
      }
    })();
    return asking;
  }

  // Counts and what else a bulletin carries need no asking.
  function hear(bulletin) {
    if (!known) return look();
    // Whether results are revealed it says for phones, which come to know it after the picture has counted down.
    const { joined, started, finished, on_paper, timer, scoring, step, writing } = bulletin;
    const sending = step === known.step ? { ...known.sending, writing } : known.sending;
    known = { ...known, counts: { joined, started, finished, on_paper }, sending, timer, scoring, ahead: aheadOf(bulletin, known) };
    told(known);
    if (bulletin.picture > Number(known.version.split("-")[1])) return look();
    if (known.results && bulletin.revision !== heard) lookSoon();
    heard = bulletin.revision;
    return Promise.resolve();
  }

  function lookSoon() {
    soon ||= setTimeout(() => {
      soon = 0;
      look();
    }, SETTLED);
  }
  function stop() {
    stopped = true;
    clearTimeout(later);
    clearTimeout(soon);
  }

  return { look, hear, stop, now: () => known, boot: () => known && known.version.split("-")[0] };
}

// How far the server's clock is ahead of the time that passes here, in seconds. What came fastest says it best: what is
// late on its way must not set back a count that everybody sees. A machine that slept hears that it is further ahead.
function aheadOf(said, known) {
  const heard = said.now - performance.now() / 1000;
  return known && heard < known.ahead && known.ahead - heard < LATE ? known.ahead : heard;
}

export function merged(before, said) {
  if (said.whole || !before) return { ...said, notes: inOrder(said.notes) };
  const notes = new Map(before.notes.map((note) => [note.id, note]));
  for (const note of said.notes) notes.set(note.id, note);
  return { ...before, ...said, notes: inOrder([...notes.values()]) };
}

function inOrder(notes) {
  return notes.toSorted
    ? notes.toSorted((one, other) => (one.place || 0) - (other.place || 0))
    : [...notes].sort((one, other) => (one.place || 0) - (other.place || 0));
}
