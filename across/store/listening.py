"""What other processes have changed, as PostgreSQL tells it: the join code and the revision of each change, no more.

The database says it itself, in the transaction of the change (migration 0019): what was not kept is not told, and no
process that ends between keeping and telling leaves others in the dark.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from psycopg import Connection, Error
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from across.workshop.patience import pause

log = logging.getLogger("across_boundaries")

CHANGES, COUNTS = "across_changes", "across_counts"
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 8.0
# So soon it is noticed that the store is closed; so long a silent connection is not asked whether it lives.
LOOK_SECONDS, SILENCE_SECONDS = 0.5, 5.0
Hear = Callable[[str, int, bool], None]


class Listening:
    """One connection that listens, in a thread of its own, until it is closed; another one where it breaks.

    `hear` is given the join code, the revision, and whether counts alone have changed. `missed` is called whenever a
    connection is there anew: what was changed while there was none has been told to nobody here.
    """

    def __init__(self, engine: Engine, hear: Hear, missed: Callable[[], None]) -> None:
        self._engine = engine
        self._hear = hear
        self._missed = missed
        self._closed = threading.Event()
        self._deaf_since: float | None = time.monotonic()
        self._thread = threading.Thread(target=self._listen, name="listening", daemon=True)

    def begin(self) -> None:
        """Listen from now on."""
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join()

    def deaf_seconds(self) -> float:
        """For how long nothing could be heard; 0 while something can."""
        since = self._deaf_since
        return 0.0 if since is None else time.monotonic() - since

    def _listen(self) -> None:
        failures = 0
        while not self._closed.wait(pause(failures, FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS)):
            try:
                connection = self._connected()
            except (Error, SQLAlchemyError) as error:
                failures += 1
                _say(failures, error)
                continue
            failures, self._deaf_since = 0, None
            try:
                self._missed()
                self._hear_all(connection)
            except Error as error:
                failures, self._deaf_since = 1, time.monotonic()
                _say(failures, error)
            finally:
                with suppress(Error):
                    connection.close()

    def _connected(self) -> "Connection[tuple[object, ...]]":
        """A connection beside those of the store's pool, which listens."""
        pooled = self._engine.raw_connection()
        driver: Connection[tuple[object, ...]] = pooled.driver_connection  # type: ignore[assignment]
        pooled.detach()
        driver.rollback()
        driver.autocommit = True
        for channel in (CHANGES, COUNTS):
            driver.execute(f"LISTEN {channel}")
        return driver

    def _hear_all(self, connection: "Connection[tuple[object, ...]]") -> None:
        heard_at = time.monotonic()
        while not self._closed.is_set():
            for told in connection.notifies(timeout=LOOK_SECONDS):
                heard_at = time.monotonic()
                code, _, revision = told.payload.partition(" ")
                if revision.isdecimal():
                    self._hear(code, int(revision), told.channel == COUNTS)
            if time.monotonic() - heard_at > SILENCE_SECONDS:
                connection.execute("SELECT 1")
                heard_at = time.monotonic()


def _say(failures: int, error: Exception) -> None:
    if failures == 1:
        log.error("Changes by other processes are not heard, so it is tried again: %s", type(error).__name__)
