"""What every way into the bank gives: items as drafts, their media, and what was found.

Readers of .xlsx, QTI and YAML end here; the bank begins here. A reader never stops at the
first bad row: it gives the good drafts and one finding a problem, and whoever imports
decides (by default nothing is taken while a finding is an error). Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import ItemId
from question_bank.items.estimate import TaskEstimate
from question_bank.items.finding import Finding, Place

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".flac": "audio/flac",
        ".jpg": "image/jpeg",
        ".ogg": "audio/ogg",
        ".opus": "audio/ogg",
        ".png": "image/png",
        ".wav": "audio/wav",
    }
)
"""By suffix; what a file really is, only decoding it tells."""

MOST_MEDIUM_BYTES = 64 * 1024 * 1024
"""One picture or sound in the bank; ten minutes of uncompressed speech take 19 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumFile:
    """A picture or sound that drafts show.

    Attributes:
        sha256: Of its bytes, in hex; drafts' `record.media` name it by this.
        read: Returns the bytes, as often as it is asked.
    """

    sha256: str
    media_type: str
    size_bytes: int
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """One item as it was handed in, checked against all rules of its format.

    Attributes:
        estimates: The author's own, at most one a task.
        place: Where it stood, for messages.
        has_own_id: False if the reader made the id from the content, so that the same
            row read twice gives the same id.
    """

    record: ItemRecord
    estimates: tuple[TaskEstimate, ...]
    place: Place
    has_own_id: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """All that one source holds.

    Attributes:
        enemies: Pairs of items that must not meet in a form.
        media: By SHA-256 in hex.
        findings: Problems and what was normalised, in the order of the source.
    """

    drafts: tuple[ItemDraft, ...]
    findings: tuple[Finding, ...]
    enemies: tuple[tuple[ItemId, ItemId], ...] = ()
    media: Mapping[str, MediumFile] = field(default_factory=dict)
