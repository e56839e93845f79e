"""What a file is called that leaves the house."""

from workshop.values import Workshop

LONGEST = 60


def file_name(here: Workshop, end: str) -> str:
    """The workshop's name as far as every device can write it, its date, and an end such as ".pdf"."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in here.name)
    return f"{'-'.join(letters.split())[:LONGEST] or 'workshop'}-{here.held_on.isoformat()}{end}"
