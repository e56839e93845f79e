"""How many comments one phone may send: counted in memory, for the store does not know whose a comment is."""

import hashlib
import threading
from collections import OrderedDict

from across.workshop.errors import NotAllowedHere

MOST_EACH = 40
MOST_PHONES = 10_000


class Allowed:
    """Counts the comments of each phone since this process began. Forgets the phone heard of longest ago when full."""

    def __init__(self) -> None:
        self._sent: OrderedDict[bytes, int] = OrderedDict()
        self._lock = threading.Lock()

    def use(self, code: str, token: str) -> None:
        """Count one more comment. Raises NotAllowedHere where the phone has sent as many as it may."""
        phone = hashlib.sha256(f"{code} {token}".encode("utf-8", "replace")).digest()
        with self._lock:
            sent = self._sent.get(phone, 0) + 1
            if sent > MOST_EACH:
                raise NotAllowedHere(f"One phone can send up to {MOST_EACH} comments, and this one has sent them.")
            self._sent[phone] = sent
            self._sent.move_to_end(phone)
            while len(self._sent) > MOST_PHONES:
                self._sent.popitem(last=False)
