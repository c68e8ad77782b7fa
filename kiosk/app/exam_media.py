"""The pictures of the form that is on the screen, opened ahead of their being shown."""

import contextlib

from kiosk.app.background import Background
from kiosk.app.ready_sitting import ReadySitting
from kiosk.intake.opened_package import OpenedPackage
from question_bank.errors import ExamRoomError
from question_bank.formats.form import Form, media_of
from question_bank.identifiers import MediaName


class ExamMedia:
    """Of one sitting at a time; for the interface thread."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._ready: ReadySitting | None = None
        self._pictures: dict[MediaName, bytes] = {}

    def begin(self, ready: ReadySitting) -> None:
        """Open all pictures in the background."""
        self._ready = ready
        self._pictures = {}
        self._background.run(
            lambda: pictures_of(ready.package, ready.form),
            lambda pictures: self._take(ready, pictures),
            _ignore,
        )

    def end(self) -> None:
        """Forget the sitting's package."""
        self._ready = None
        self._pictures = {}

    def medium(self, name: MediaName) -> bytes:
        """Return a picture's bytes; none when it can't be opened."""
        if name in self._pictures:
            return self._pictures[name]
        if self._ready is None:
            return b""
        try:  # asked for before the background was through
            return self._ready.package.medium(name)
        except ExamRoomError:
            return b""  # the widget says that the picture is missing

    def _take(self, ready: ReadySitting, pictures: dict[MediaName, bytes]) -> None:
        if self._ready is ready:
            self._pictures = pictures


def pictures_of(package: OpenedPackage, form: Form) -> dict[MediaName, bytes]:
    """Return the form's pictures, opened; those that don't open are left out."""
    media, pictures = package.manifest.media(), dict[MediaName, bytes]()
    for name in media_of(form):
        if name in media and media[name].media_type.startswith("image/"):
            with contextlib.suppress(ExamRoomError):
                pictures[name] = package.medium(name)
    return pictures


def _ignore(_error: ExamRoomError) -> None:
    """`pictures_of` raises none; what it leaves out is asked for again."""
