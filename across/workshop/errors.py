"""What can go wrong in a workshop. Each message is a sentence a person can act on."""


class InOurWords(Exception):
    """Something could not be done; the message says what and what to do next."""

    sentence = "That could not be done. Please try again."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class WorkshopError(InOurWords):
    """Something in the workshop could not be done, as things stand there."""


class StoreFault(InOurWords):
    """The store could not do it: nothing is known of the workshop by this, and no deed was done.

    `kind` is what the database calls it, for the log and whoever runs the server.
    """

    sentence = (
        "That was not done, for something is wrong with what the server keeps. Nothing has changed. Try again; if it "
        "stays so, whoever runs the server finds the kind of fault in its log."
    )

    def __init__(self, kind: str = "") -> None:
        super().__init__()
        self.kind = kind


class DiskFull(StoreFault):
    """There is no room left to write."""

    sentence = (
        "That was not done, for the server has no room left on its disk. Nothing has changed. Ask whoever runs the "
        "server to make room, then try again."
    )


class OnlyToRead(StoreFault):
    """The store may be read, and not be changed."""

    sentence = (
        "That was not done, for the server may read what it keeps but not change it. Nothing has changed. Ask whoever "
        "runs the server to let it write there, then try again."
    )


class StoreBusy(StoreFault):
    """Others held the store for longer than is waited."""

    sentence = (
        "That was not done, for the server had too much else to save or to look up. Nothing has changed. Try again in "
        "a moment."
    )


class StoreGone(StoreFault):
    """The store does not answer."""

    sentence = (
        "That was not done, for the server cannot reach what it keeps. Nothing has changed. Try again in a moment; if "
        "it stays so, tell whoever runs the server."
    )


class StoreMoved(StoreFault):
    """The file of the store is not the one that was opened."""

    sentence = (
        "That was not saved, for what the server keeps was moved, deleted or replaced while it ran. Tell whoever runs "
        "the server; keep a copy of what you wrote. What can still be read can be downloaded."
    )


class NoSuchWorkshop(WorkshopError):
    """No workshop has this join code or this key."""

    sentence = "No workshop has this join code. Check the code on the big screen and try again."


class ContentNotHere(WorkshopError):
    """The questionnaire and questions that a workshop was started with are not on this server."""

    sentence = (
        "The questionnaire and questions of this workshop are not on this server any more, so it cannot be shown. "
        "Nothing is lost: ask whoever runs the server to put their content folder back and start it again."
    )


class SavedFileRefused(WorkshopError):
    """A file is not a saved workshop that can be opened; the message says what is wrong with it."""

    sentence = "This file cannot be opened. Choose the file that “Download workshop (JSON)” saved."


class NotYourWorkshop(WorkshopError):
    """The visitor is not the facilitator of this workshop."""

    sentence = "Only the facilitator can do this. Open the workshop with your facilitator link and try again."


class AnotherWorkshop(NotYourWorkshop):
    """The page belongs to another workshop than the one that is open in this browser."""

    sentence = (
        "Another workshop has been opened in this browser meanwhile, so nothing was saved here. What you have typed is "
        "kept on this page: open this workshop again under “Your workshops” on the start page, then go on."
    )


class NotTakingPart(WorkshopError):
    """The visitor has not joined this workshop."""

    sentence = "You have not joined this workshop yet. Scan the QR code or type the join code to take part."


class ScoringNotOpen(WorkshopError):
    """An answer came while scoring was not open."""

    sentence = "Scoring is not open, so this answer was not saved. Answers saved earlier are kept."


class ScoringFinished(WorkshopError):
    """Scoring was closed for good and cannot be opened again."""

    sentence = "Scoring has been closed for good, so it cannot be opened again."


class ModeIsSettled(WorkshopError):
    """Whether results are revealed or shown live was to be changed after scoring had been opened."""

    sentence = "Scoring has been opened, and people were told how results are shown. That cannot be changed now."


class TooFewChanges(WorkshopError):
    """A new reveal would show what fewer than three people answered."""

    sentence = (
        "Fewer than three more people have answered a whole dimension since the results were revealed, and answers "
        "changed after that do not count. Showing them could give one person's answers away, so the results stay."
    )


def beyond_the_room(phones: int) -> str:
    """That more phones have joined than there are people in the room, and what follows; empty where there are none."""
    if not phones:
        return ""
    more = "1 phone more has" if phones == 1 else f"{phones} phones more have"
    answers = "1 answer more is" if phones == 1 else f"{phones} answers more are"
    return f"{more} joined than people are in the room, so {answers} needed. "


class TooFewAnswers(WorkshopError):
    """Results were to be revealed before as many people as the smallest group have answered any dimension."""

    def __init__(self, smallest_group: int, beyond: int = 0) -> None:
        super().__init__(
            f"{beyond_the_room(beyond)}So far, no dimension has been answered in full by {smallest_group} people. "
            "Fewer are not shown, so that nobody's own answer can be told. Wait until more have answered, then reveal "
            "the results."
        )


class NotAllowedHere(WorkshopError):
    """A value is not one the workshop knows, such as an unknown item or step."""

    sentence = "That is not part of this workshop. Reload the page and try again."


class ReportNotShared(WorkshopError):
    """Participants may not download the report, or no longer."""

    sentence = "The report has not been shared with participants. Ask the facilitator for it."


class TextTooLong(WorkshopError):
    """A text is longer than can be kept."""

    sentence = "This text is too long. Shorten it to 10,000 characters or fewer and save it again."


class TextMissing(WorkshopError):
    """A text that is needed is empty."""

    sentence = "There is nothing to save yet. Write something first."


class WorkshopFull(WorkshopError):
    """More people have joined than one workshop can hold."""

    sentence = "This workshop is full. Ask the facilitator to add your answers on their screen."


class DoorClosed(WorkshopError):
    """A phone that has not joined came while the door was closed."""

    sentence = (
        "The facilitator has closed the door, so no other phone can join. Are you in the room? Ask them to open it for "
        "a moment, then try again."
    )


class TooManyPhones(WorkshopError):
    """More phones came from one address within a minute than a room brings."""

    sentence = (
        "So many phones have just joined from your network that this one has to wait. Nothing is wrong with it: "
        "wait a minute and try again."
    )


class TakenOut(WorkshopError):
    """The facilitator has taken this phone out of the workshop."""

    sentence = (
        "The facilitator has taken this phone out of the workshop. What it sent has been deleted, but for what was "
        "shown to everyone before. If that was a mistake, tell them: they can let it in again."
    )


class TextChanged(WorkshopError):
    """Somebody else has changed the same text meanwhile; nothing was overwritten."""

    sentence = "Somebody else has changed this text meanwhile. Both versions are kept: see what they wrote below."

    def __init__(self, body: str, version: int) -> None:
        super().__init__()
        self.body = body
        self.version = version


class TooManyWorkshops(WorkshopError):
    """From one address, more workshops were started within an hour than people start."""

    sentence = (
        "So many workshops or rehearsals were started from your network in the last hour that this one was not. "
        "Open one that you have, or try again in a while."
    )


class TooManyTries(WorkshopError):
    """Too many unknown codes or keys came from one address."""

    sentence = "Too many tries. Wait a minute, check the code on the big screen and try again."
