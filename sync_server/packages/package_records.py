"""Packages, sessions and publishers as the site keeps them. Pure."""

from dataclasses import dataclass

from question_bank.formats.exam_package import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPackage:
    """A package that was taken in; `folder` is below the packages folder."""

    exam_package_id: int
    manifest: Manifest
    manifest_sha256: bytes
    signature: bytes
    inner_lock: bytes
    folder: str
    state: str
    loaded_utc: str
    loaded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPackage:
    """A package that was checked and whose files lie in `folder`."""

    manifest: Manifest
    manifest_raw: bytes
    manifest_sha256: bytes
    signature: bytes
    inner_lock: bytes
    folder: str
    loaded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamSession:
    """A session with the package that is for it."""

    exam_session_id: int
    session_uuid: str
    session_code: str
    name: str
    data_class: str
    package: LoadedPackage | None

    @property
    def form_codes(self) -> tuple[str, ...]:
        """The package's forms; none without a package."""
        if self.package is None:
            return ()
        return tuple(form.form_code for form in self.package.manifest.forms)

    @property
    def duration_ms(self) -> int:
        """How long the exam lasts; 0 without a package."""
        return self.package.manifest.policies.duration_ms if self.package else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedPublisher:
    """Whose packages the site loads."""

    key_id: str
    verify_key: bytes
    name: str
    trusted_utc: str
    trusted_by: str
    revoked_utc: str | None
