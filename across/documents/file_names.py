"""What a file is called that leaves the server."""

import unicodedata

from across.workshop.values import Workshop

LONGEST, MOST_BYTES = 60, 150


def file_name(workshop: Workshop, end: str) -> str:
    """The letters and digits of the workshop's name, in whichever script, its date, and an end such as ".pdf"."""
    name = unicodedata.normalize("NFC", workshop.name)
    letters = "".join(letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in name)
    # Names of files are limited in bytes, and some letters have four.
    kept = "-".join(letters.split())[:LONGEST].encode()[:MOST_BYTES].decode(errors="ignore").strip("-")
    return f"{kept or 'workshop'}-{workshop.held_on.isoformat()}{end}"
