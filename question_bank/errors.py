"""Errors that the three packages raise on purpose.

    ExamRoomError                      code · advice · retryable
    ├── FormatError                    bytes are not what their format says; .where names the field
    ├── TrustError                     question_bank/sealing: signatures, locks, windows, versions
    ├── KioskError                     kiosk/errors.py
    └── SyncServerError                sync_server/errors.py

A bug is not one of these: a wrong argument is ValueError, a call out of order
RuntimeError, an impossible branch AssertionError; none of them is caught to go on.
"""

from typing import ClassVar


class ExamRoomError(Exception):
    """Base of every error that a person is told about.

    Attributes:
        code: Stable name for logs, the HTTP API and the console.
        advice: What the person in the room does now; one plain sentence.
        retryable: Whether the same call may go through later, unchanged.
    """

    code: ClassVar[str]
    advice: ClassVar[str]
    retryable: ClassVar[bool] = False


class FormatError(ExamRoomError):
    """Bytes from outside are not what their format says.

    Attributes:
        where: The field or position, such as `manifest.files[3].size_bytes`.
    """

    code = "FORMAT"
    advice = (
        "Get the file again from where it came from; it is damaged or of another kind."
    )

    def __init__(self, where: str, found: str) -> None:
        super().__init__(f"{where}: {found}")
        self.where = where
        self.found = found


class TrustError(ExamRoomError):
    """Something is well formed but must not be believed; leaves say why."""

    code = "TRUST"
    advice = "Do not use it; ask the awarding organisation for a new copy."
