"""A package on this seat with its content key: forms and media, opened in memory only."""

from question_bank.errors import FormatError
from question_bank.formats.exam_package import FileRole, Manifest
from question_bank.formats.form import Form, parse_form
from question_bank.identifiers import FormCode, MediaName
from question_bank.sealing.package_reader import PackageReader

MOST_MEDIUM_BYTES = 64 * 1024 * 1024
"""A medium is opened whole into memory; larger ones come with streaming players."""


class OpenedPackage:
    """What a content key opens. For one thread.

    Attributes:
        content_key: For memory and the sitting's encrypted store only.
    """

    def __init__(self, reader: PackageReader, content_key: bytes) -> None:
        self._reader = reader
        self.content_key = content_key
        self._media = reader.manifest.media()

    @property
    def manifest(self) -> Manifest:
        """The signed manifest."""
        return self._reader.manifest

    @property
    def manifest_sha256(self) -> str:
        """Hex, over the manifest's exact bytes."""
        return self._reader.trusted.manifest_sha256

    def verify(self) -> None:
        """Return if every sealed file is still the one that was signed.

        Raises:
            PackageDamagedError: the first file that is not.
        """
        self._reader.verify_files()

    def form(self, form_code: FormCode) -> Form:
        """Return a form.

        Raises:
            FormatError: the package has no such form, or it is not one.
            SealBrokenError: the sealed file was altered, or the key is another's.
        """
        for entry in self.manifest.files:
            if entry.role is FileRole.FORM and entry.form_code == form_code:
                return parse_form(self._reader.open_text(entry.name, self.content_key))
        raise FormatError("form_code", f"the package has no form {form_code}")

    def medium(self, name: MediaName) -> bytes:
        """Return a picture's or a sound's bytes.

        Raises:
            FormatError: the package has no such medium, or it is too large.
            SealBrokenError: the sealed file was altered.
        """
        entry = self._media.get(name)
        if entry is None:
            raise FormatError("media", f"the package has no medium {name}")
        if entry.plain_bytes > MOST_MEDIUM_BYTES:
            raise FormatError("media", f"{name} has {entry.plain_bytes} bytes")
        return b"".join(self._reader.open_file(entry.name, self.content_key))
