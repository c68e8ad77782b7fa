"""The pictures of a form, opened before the sitting is on the screen."""

import contextlib
from collections.abc import Mapping

from kiosk.intake.opened_package import OpenedPackage
from question_bank.errors import ExamRoomError
from question_bank.formats.form import Form, media_of
from question_bank.identifiers import MediaName


def pictures_of(package: OpenedPackage, form: Form) -> Mapping[MediaName, bytes]:
    """Return the form's pictures, opened. Slow: disk and ciphers; for the background.

    Those that do not open are left out: the exam goes on without, and its screen says so.
    """
    media, pictures = package.manifest.media(), dict[MediaName, bytes]()
    for name in media_of(form):
        if name in media and media[name].media_type.startswith("image/"):
            with contextlib.suppress(ExamRoomError):
                pictures[name] = package.medium(name)
    return pictures
