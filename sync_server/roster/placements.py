"""What a roster becomes in the database: people, and where each sits. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRecord:
    """A candidate with ID number and photo already sealed.

    Attributes:
        photo_sealed: None keeps the photo that is there.
    """

    candidate_uuid: str
    data_class: str
    admission_number: str
    name: str
    form_of_address: str
    id_number_sealed: bytes
    photo_sealed: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A candidate's sitting in a session."""

    candidate: CandidateRecord
    exam_session_id: int
    room_code: str
    seat_code: str
    form_code: str
    extra_time_ms: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What the sitting is known by before it has an identifier."""
        person = self.candidate
        return person.data_class, person.admission_number, self.exam_session_id


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSitting:
    """A sitting that is there already."""

    candidate_uuid: str
    room_code: str
    seat_code: str
    form_code: str
    extra_time_ms: int
    has_started: bool


KnownSittings = Mapping[tuple[str, str, int], KnownSitting]
"""By data class, admission number and session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """What an import did."""

    added: int
    changed: int
    unchanged: int
