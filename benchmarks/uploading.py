"""The real server with one visitor who uploads attack files, one after the other.

Each is read as the pages read it, by the same functions, in a thread of the server, while a file called `uploads` lies
in the data folder. benchmarks/uploads.py starts it with its port and that folder.
"""

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from attack_files import FORMS, SAVED  # noqa: E402 (beside this file)

import app  # noqa: E402 (found by the line above)
from across.uploads.forms import find_forms, found  # noqa: E402 (found by the line above)
from across.uploads.saved import tell, told  # noqa: E402 (found by the line above)
from across.workshop.errors import WorkshopError  # noqa: E402 (found by the line above)
from content.reader import own  # noqa: E402 (found by the line above)

LOOK_SECONDS = 0.05


def upload_for_ever(folder: Path) -> None:
    """Upload while the file is there; say in `uploaded` how many it were."""
    content = own()
    forms, saved = [[make() for make in files.values()] for files in (FORMS, SAVED)]
    (folder / "ready").touch()
    number = 0
    while True:
        for body, is_forms in [*((body, True) for body in forms), *((body, False) for body in saved)]:
            while not (folder / "uploads").exists():
                time.sleep(LOOK_SECONDS)
            with suppress(WorkshopError):
                if is_forms:
                    found(find_forms(body, content, asks_sector=True))
                else:
                    told(tell(body, {content.version: content}))
            number += 1
            (folder / "uploaded").write_text(str(number), encoding="ascii")


if __name__ == "__main__":
    os.environ["PORT"] = sys.argv[1]
    threading.Thread(target=upload_for_ever, args=(Path(sys.argv[2]),), daemon=True).start()
    app.main()
