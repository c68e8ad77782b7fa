"""What is wrong with a take, told while it can still be made again. Pure.

A microphone is judged by its samples: no property of a device tells a working microphone
from a silent one.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.audio.level import SILENCE_DBFS

SPEECH_FLOOR_DBFS = -55.0
"""A stretch of TALLY_MS whose RMS is above is taken for sound that somebody made. A
headset's own noise lies below -60 dBFS, a quiet voice above -45."""

QUIET_DBFS = -40.0
"""A take whose loud stretches stay below is hard to mark: speech at a normal gain has
-30 to -15 dBFS (EBU R 128 wants programmes at -23)."""

SPEECH_LEAST_MS = 500
"""Less audible sound than this in a whole take is silence: a cough, a knock."""

CLIPPED_SHARE = 0.002
"""From this share of samples on clipping is heard; single clipped plosives are below."""

SHORTEST_MS = 2_000
"""Nobody answers a task in less: the take was stopped by mistake."""

SHORTEST_SHARE = 0.1
"""Of the asked length; a minute's answer of five seconds is worth a question."""

DROPPED_SERIOUS_SHARE = 0.01
"""From this share of lost frames on words may be missing."""


class FindingKind(StrEnum):
    """What is wrong."""

    SILENT = "silent"
    TOO_QUIET = "too_quiet"
    CLIPPED = "clipped"
    TOO_SHORT = "too_short"
    FRAMES_DROPPED = "frames_dropped"
    OTHER_DEVICE = "other_device"


class Severity(StrEnum):
    """How much it matters.

    NOTICE: worth a look, can be marked. SERIOUS: should be made again, tell the proctor.
    """

    NOTICE = "notice"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a take."""

    kind: FindingKind
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSummary:
    """How loud a take was.

    Attributes:
        peak_dbfs: Highest sample.
        speech_dbfs: Median RMS of the audible stretches; SILENCE_DBFS without one.
        audible_ms: Length of the audible stretches together.
        clipped_share: In [0, 1], over the whole take.
    """

    peak_dbfs: float
    speech_dbfs: float
    audible_ms: int
    clipped_share: float


NO_LEVELS = LevelSummary(
    peak_dbfs=SILENCE_DBFS, speech_dbfs=SILENCE_DBFS, audible_ms=0, clipped_share=0.0
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFacts:
    """What the recorder knows of a take.

    Attributes:
        duration_ms: Of what was kept.
        asked_ms: The longest that was asked for.
        frames: Kept.
        dropped_frames: Known to be lost.
        device_id: The microphone that was used; None: there was none.
        device_name: For people; empty without one.
    """

    duration_ms: int
    asked_ms: int
    frames: int
    dropped_frames: int
    levels: LevelSummary
    device_id: str | None
    device_name: str


def check_take(facts: TakeFacts, checked_device_id: str | None) -> tuple[Finding, ...]:
    """Return what is wrong, the worst first; empty when nothing is.

    Args:
        checked_device_id: The microphone of the headset check; None: there was no check,
            and no device is the wrong one.
    """
    found = (
        _loudness(facts),
        _clipping(facts),
        _length(facts),
        _dropped(facts),
        _device(facts, checked_device_id),
    )
    findings = [finding for finding in found if finding]
    return tuple(sorted(findings, key=lambda x: x.severity is not Severity.SERIOUS))


def _serious(kind: FindingKind) -> Finding:
    return Finding(kind=kind, severity=Severity.SERIOUS)


def _notice(kind: FindingKind) -> Finding:
    return Finding(kind=kind, severity=Severity.NOTICE)


def _loudness(facts: TakeFacts) -> Finding | None:
    if facts.levels.audible_ms < SPEECH_LEAST_MS:
        return _serious(FindingKind.SILENT)
    if facts.levels.speech_dbfs < QUIET_DBFS:
        return _notice(FindingKind.TOO_QUIET)
    return None


def _clipping(facts: TakeFacts) -> Finding | None:
    if facts.levels.clipped_share < CLIPPED_SHARE:
        return None
    return _notice(FindingKind.CLIPPED)


def _length(facts: TakeFacts) -> Finding | None:
    if facts.duration_ms < min(SHORTEST_MS, facts.asked_ms // 2):
        return _serious(FindingKind.TOO_SHORT)
    if facts.duration_ms < SHORTEST_SHARE * facts.asked_ms:
        return _notice(FindingKind.TOO_SHORT)
    return None


def _dropped(facts: TakeFacts) -> Finding | None:
    if not facts.dropped_frames:
        return None
    whole = facts.frames + facts.dropped_frames
    if facts.dropped_frames >= DROPPED_SERIOUS_SHARE * whole:
        return _serious(FindingKind.FRAMES_DROPPED)
    return _notice(FindingKind.FRAMES_DROPPED)


def _device(facts: TakeFacts, checked_device_id: str | None) -> Finding | None:
    if checked_device_id is None or facts.device_id in (None, checked_device_id):
        return None
    return _notice(FindingKind.OTHER_DEVICE)
