"""Errors that a seat raises on purpose.

KioskError
├── JournalWriteError       answers are not on disk; they must not look saved
├── SeatStorageError        a file of the seat can't be written or read just now
│   └── DiskLowError        what room there is left belongs to the answers
├── StoreUnsafeError        the store does not run WAL with synchronous=FULL
├── StoreUnreadableError    the store does not open: damaged, or not with this key
├── StoreTooNewError        a newer program wrote the store
├── TakeUnreadableError     a spoken answer has no sound on this disk
├── SeatRunningError        another kiosk works on the same data folder
├── NoRoomCardError         no card of the room lies on this seat: no PIN can be checked
├── SeatNotPairedError      the data folder holds no identity
├── ResumeCodeWrongError    the room secret does not open a sitting on this disk
├── NothingToResumeError    the sitting's journal is empty: it never began
├── PictureNotWrittenError  a preview's picture cannot be written
├── NothingToPreviewError   no item of the bank was named, or none fits
├── NoScreenError           a window cannot be opened here
├── LockNotPutBackError     something that the lock changed cannot be put back now
├── SettingError            a setting is unknown, of the wrong type or out of range
├── ServerUnreachableError  no answer, not in time, or not from the site's server
├── ServerRefusedError      the server's own code and detail, with the HTTP status
└── PairingRefusedError     the admin refused this seat
"""

from pathlib import Path

from question_bank.errors import ExamRoomError


class KioskError(ExamRoomError):
    """Base of what only a seat raises."""

    code = "KIOSK"
    advice = "Call the proctor."


class JournalWriteError(KioskError):
    """Entries could not be made durable; the stored journal is unchanged.

    Attributes:
        reason: `disk_full`, `read_only`, `damaged` or `io`; for logs and the journal.
    """

    code = "JOURNAL_WRITE"
    advice = "Raise your hand: what you see is kept on the screen but not yet saved."
    retryable = True

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(f"entry {seq} is not on disk: {reason}")
        self.seq = seq
        self.reason = reason


class SeatStorageError(KioskError):
    """The seat's disk refused a file: full, read-only or failing; nothing was lost by it.

    Attributes:
        reason: The system's name for it, such as `ENOSPC`; for logs.
    """

    code = "SEAT_STORAGE"
    advice = "Tell the site admin to look at this seat's disk; the seat tries again by itself."
    retryable = True

    def __init__(self, reason: str) -> None:
        super().__init__(f"the seat's disk refused: {reason}")
        self.reason = reason


class DiskLowError(SeatStorageError):
    """The disk is nearly full: what is no answer is not written."""

    code = "DISK_LOW"
    advice = "Make room on this seat's disk; the package comes by itself then."

    def __init__(self) -> None:
        super().__init__("ENOSPC")


class StoreUnsafeError(KioskError):
    """A power cut could take answers that were shown as saved."""

    code = "STORE_UNSAFE"
    advice = (
        "Do not use this seat; tell the site admin that its disk cannot be trusted."
    )


class StoreUnreadableError(KioskError):
    """Damaged, cut, or closed under another key."""

    code = "STORE_UNREADABLE"
    advice = (
        "Let the candidate go on at another seat; keep this one for the site admin."
    )


class TakeUnreadableError(KioskError):
    """A recorded answer has no sound on this disk, or it does not decode."""

    code = "TAKE_UNREADABLE"
    advice = "The recording is kept as it is; markers get it from the server."


class StoreTooNewError(KioskError):
    """The schema says that only a newer program may open it."""

    code = "STORE_TOO_NEW"
    advice = "Install the newer seat program again, then start it."


class SeatRunningError(KioskError):
    """Two kiosks on one data folder would write one journal."""

    code = "SEAT_RUNNING"
    advice = "The seat program runs already; go to its window or end it first."


class SeatNotPairedError(KioskError):
    """There is no identity yet, or it is not whole."""

    code = "SEAT_NOT_PAIRED"
    advice = "Pair this seat with the site's server."


class NoRoomCardError(KioskError):
    """The server never gave this seat the room's card, or it was thrown away."""

    code = "NO_CARD"
    advice = "Connect this seat to the server once; it fetches the room card by itself."


class ResumeCodeWrongError(KioskError):
    """The secret is of another room or mistyped, or the sidecar file was altered."""

    code = "RESUME_CODE_WRONG"
    advice = "Compare the resume code with the proctor's sheet and type it again."


class NothingToResumeError(KioskError):
    """The seat died between making the store and the first entry."""

    code = "NOTHING_TO_RESUME"
    advice = "Log in again; the sitting had not begun on this seat."


class LockNotPutBackError(KioskError):
    """Values on the machine are still as the lock set them; they stay kept.

    Attributes:
        targets: Which, as the system names them.
    """

    code = "LOCK_NOT_PUT_BACK"
    advice = "Sign in with the account that ran the exam and run exam-kiosk restore."

    def __init__(self, targets: tuple[str, ...]) -> None:
        super().__init__(f"could not be put back: {', '.join(targets)}")
        self.targets = targets


class SettingError(KioskError):
    """Nothing starts on a setting that would be guessed at.

    Attributes:
        key: The setting's name as it was found.
    """

    code = "SETTING"
    advice = "Correct the setting that is named and start again."

    def __init__(self, key: str, found: str) -> None:
        super().__init__(f"{key}: {found}")
        self.key = key


class ServerUnreachableError(KioskError):
    """No answer, not in time, or not from the site's own server; the exam goes on."""

    code = "SERVER_UNREACHABLE"
    advice = (
        "Go on: answers are kept on this computer and sent when the server answers."
    )
    retryable = True


class ServerRefusedError(KioskError):
    """The server answered with an error.

    Attributes:
        code: The server's own code, such as `JOURNAL_GAP`.
        status: HTTP status.
        expected_seq: Where the server wants the journal from, when it says so.
        retryable: Whether waiting helps (408, 429 and 5xx).
    """

    code = "SERVER_REFUSED"
    advice = "Call the proctor: the server does not accept what this seat asks."

    def __init__(
        self, *, status: int, code: str, detail: str, expected_seq: int | None = None
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code  # type: ignore[misc] # the instance speaks with the server's code
        self.expected_seq = expected_seq
        self.retryable = status in {408, 429} or status >= 500  # type: ignore[misc] # noqa: PLR2004 - HTTP's class of server errors


class PairingRefusedError(KioskError):
    """The admin compared the codes and refused, or let the request lapse."""

    code = "PAIRING_REFUSED"
    advice = "Ask the site admin, then pair again and compare the codes."

    def __init__(self) -> None:
        super().__init__("the site refused this seat")


class PictureNotWrittenError(KioskError):
    """A preview's picture cannot be written where it was wanted."""

    code = "PICTURE_NOT_WRITTEN"
    advice = "Name a .png file in a folder that you may write to."

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} cannot be written")


class NothingToPreviewError(KioskError):
    """A preview was asked for and nothing to show was named, or nothing fits."""

    code = "NOTHING_TO_PREVIEW"
    advice = (
        "Name items, a tag, or a form as ASSEMBLY/CODE; exam-bank list shows the items."
    )


class NoScreenError(KioskError):
    """A window was to be opened and this session has no screen."""

    code = "NO_SCREEN"
    advice = "Run it on a desktop, or write a picture with --picture."
