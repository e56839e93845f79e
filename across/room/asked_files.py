"""Which browsers' pages ask for a file at this moment: from anybody else, none is taken."""

import threading
from collections import OrderedDict

MOST_PAGES = 2_000


class AskedFiles:
    """The pages that ask for a file, by Streamlit's session. Forgets the oldest where too many are kept."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, session_id: str) -> None:
        """The page of this session asks for a file from now on."""
        with self._lock:
            self._pages[session_id] = None
            self._pages.move_to_end(session_id)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)

    def ask_no_more(self, session_id: str) -> None:
        """The page of this session asks for none."""
        with self._lock:
            self._pages.pop(session_id, None)

    def are_asked_of(self, session_id: str) -> bool:
        """Whether the page of this session asks for a file."""
        with self._lock:
            return session_id in self._pages
