"""What the sync thread does next: a pure step function and its memory.

The outbox is nothing but "entries above the last receipt": nothing is queued, so
nothing is lost or sent in the wrong order, and sending again is harmless. Time and
randomness are arguments; the thread only does what `next_step` says.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from question_bank.formats.journal_entry import JournalHead

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 5.0
"""After a broken network comes back, a room of 40 must be in sync within 10 s (R7)."""

_WAITING_CLIENT_ERRORS = frozenset({408, 429})
_SERVER_ERRORS = 500

HashAt = Callable[[int], bytes | None]
"""The local chain's hash after an entry (0: before all); None beyond its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """What the thread knows between two steps.

    Attributes:
        acknowledged: The server's durable copy, by its last receipt; None: ask first.
        failures: In a row, since the server last answered well.
        not_before_s: No request before this time.
        stopped: Why it stopped for good: a code to tell; "" while it goes on.
    """

    acknowledged: JournalHead | None = None
    failures: int = 0
    not_before_s: float = 0.0
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server said how far its durable copy goes."""

    head: JournalHead


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing came back; what was sent may have arrived all the same."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The server answered with an error.

    Attributes:
        expected_seq: Of JOURNAL_GAP: where to begin.
        retry_after_s: What the server asked for; 0 when nothing.
    """

    status: int
    code: str
    expected_seq: int = 0
    retry_after_s: float = 0.0


Outcome = Receipt | NoAnswer | Refused


@dataclass(frozen=True, slots=True)
class AskHead:
    """Ask how far the server's copy goes."""


@dataclass(frozen=True, slots=True)
class Send:
    """Send entries `after.seq + 1` up to at most `up_to`, as many as one batch holds."""

    after: JournalHead
    up_to: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing before this time."""

    until_s: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Never send again by yourself; tell this code. The exam goes on."""

    code: str


@dataclass(frozen=True, slots=True)
class Done:
    """The server has everything there is; wait for the next entry."""


Step = AskHead | Send | Wait | Stop | Done


def next_step(progress: SyncProgress, local: JournalHead, now_s: float) -> Step:
    """Return what to do now.

    Args:
        local: The end of the durable local journal.
        now_s: By a clock that never goes back, as all times here.
    """
    if progress.stopped:
        return Stop(progress.stopped)
    acknowledged = progress.acknowledged
    if acknowledged is not None and acknowledged == local:
        return Done()
    if now_s < progress.not_before_s:
        return Wait(progress.not_before_s)
    if acknowledged is None:
        return AskHead()
    return Send(acknowledged, local.seq)


def after_outcome(
    progress: SyncProgress,
    outcome: Outcome,
    hash_at: HashAt,
    now_s: float,
    rng: random.Random,
) -> SyncProgress:
    """Return the progress after a request ended in `outcome`."""
    match outcome:
        case Receipt():
            return _after_receipt(progress, outcome.head, hash_at)
        case NoAnswer():
            return _backed_off(progress, 0.0, now_s, rng)
        case Refused():
            return _after_refusal(progress, outcome, hash_at, now_s, rng)


def _after_receipt(
    progress: SyncProgress, head: JournalHead, hash_at: HashAt
) -> SyncProgress:
    """Believe the newest receipt, also one that goes back: the server was restored."""
    if hash_at(head.seq) != head.hash:
        # It holds what this seat never wrote: another seat went on, or this disk forgot.
        return replace(progress, stopped="JOURNAL_CONFLICT")
    return SyncProgress(acknowledged=head)


def _after_refusal(
    progress: SyncProgress,
    refused: Refused,
    hash_at: HashAt,
    now_s: float,
    rng: random.Random,
) -> SyncProgress:
    expected_hash = (
        hash_at(refused.expected_seq - 1)
        if refused.code == "JOURNAL_GAP" and refused.expected_seq
        else None
    )
    if expected_hash is not None:
        head = JournalHead(refused.expected_seq - 1, expected_hash)
        backed_off = _backed_off(progress, 0.0, now_s, rng)
        return replace(backed_off, acknowledged=head)
    if refused.status >= _SERVER_ERRORS or refused.status in _WAITING_CLIENT_ERRORS:
        return _backed_off(progress, refused.retry_after_s, now_s, rng)
    return replace(progress, stopped=refused.code)


def _backed_off(
    progress: SyncProgress, at_least_s: float, now_s: float, rng: random.Random
) -> SyncProgress:
    """Wait twice as long after each failure, and each seat a little differently."""
    doublings = min(progress.failures, 10)
    longest_s = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**doublings)
    wait_s = max(min(at_least_s, 60.0), longest_s * rng.uniform(0.5, 1.0))
    return replace(
        progress, failures=progress.failures + 1, not_before_s=now_s + wait_s
    )
