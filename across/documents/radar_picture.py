"""The radar of page 1 as a picture with the words that stand for it, for a document that cannot draw it."""

from dataclasses import dataclass

from across.documents.fonts import Fonts
from across.documents.front_page import alternative, caption, shape
from across.documents.printable import Data, attribution, printable_in
from across.documents.score_table import nothing_to_show
from across.documents.typesetting import pictures
from across.workshop.values import Results
from content.shape import Content

PIXELS_AN_INCH = 200


@dataclass(frozen=True)
class RadarPicture:
    """A PNG, the text for those who do not see it, and what stands under it."""

    png: bytes
    alternative: str
    caption: str


def radar_picture(results: Results | None, content: Content) -> RadarPicture | None:
    """The radar of these results; None where there is nothing to draw. Raises ReportError, FontsMissing."""
    if results is None or nothing_to_show(results, content):
        return None

    def data(fonts: Fonts) -> Data:
        printable = printable_in(content, fonts)
        return {"radar": shape(results, content, printable), "attribution": attribution(content, printable)}

    [png], _ = pictures("picture", data, "a4", PIXELS_AN_INCH)
    return RadarPicture(png, alternative(results, content), caption(results, content))
