"""What the sync thread does next: a pure step function and its memory.

The outbox is nothing but "entries above the last receipt": nothing is queued, so
nothing is lost or sent in the wrong order, and sending again is harmless. Time and
randomness are arguments; the thread only does what `next_step` says.

A server that holds another branch of the sitting is shown this one all the same: it
refuses the entries and keeps them as evidence. Nothing ends sync for good.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from question_bank.formats.journal_entry import JournalHead

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 5.0
"""After a broken network comes back, a room of 40 must be in sync within 10 s (R7)."""

SLOW_RETRY_S = 60.0
"""After a refusal that only people can mend: they do, and nobody restarts the seat."""

_CONFLICT = "JOURNAL_CONFLICT"
_WAITING_CLIENT_ERRORS = frozenset({408, 429})
_SERVER_ERRORS = 500

HashAt = Callable[[int], bytes | None]
"""The local chain's hash after an entry (0: before all); None beyond its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """What the thread knows between two steps.

    Attributes:
        acknowledged: What of this very journal the server has; None: ask first.
        shown: The server holds entries that this seat never wrote: how much of this
            journal it was shown, and took or kept as evidence; None: no such server.
        failures: In a row, since the server last answered well.
        not_before_s: No request before this time.
        stopped: Why nothing arrives until people act: a code to tell; "" while it does.
    """

    acknowledged: JournalHead | None = None
    shown: JournalHead | None = None
    failures: int = 0
    not_before_s: float = 0.0
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server said how far its durable copy goes.

    Attributes:
        sent: Where the batch that it answers ended; None when it was only asked.
    """

    head: JournalHead
    sent: JournalHead | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing came back; what was sent may have arrived all the same."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The server answered with an error.

    Attributes:
        expected_seq: Of JOURNAL_GAP: where to begin.
        retry_after_s: What the server asked for; 0 when nothing.
        sent: Where the batch that it answers ended; None when it was only asked.
    """

    status: int
    code: str
    expected_seq: int = 0
    retry_after_s: float = 0.0
    sent: JournalHead | None = None


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
class Done:
    """The server has everything there is; wait for the next entry."""


Step = AskHead | Send | Wait | Done


def next_step(progress: SyncProgress, local: JournalHead, now_s: float) -> Step:
    """Return what to do now.

    Args:
        local: The end of the durable local journal.
        now_s: By a clock that never goes back, as all times here.
    """
    acknowledged, shown = progress.acknowledged, progress.shown
    if acknowledged is not None and acknowledged == local:
        return Done()
    if now_s < progress.not_before_s:
        return Wait(progress.not_before_s)
    if acknowledged is not None:
        return Send(acknowledged, local.seq)
    if shown is not None and shown.seq < local.seq:
        return Send(shown, local.seq)
    return AskHead()


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
            return _after_receipt(progress, outcome, hash_at, now_s)
        case NoAnswer():
            return _backed_off(progress, 0.0, now_s, rng)
        case Refused():
            return _after_refusal(progress, outcome, hash_at, now_s, rng)


def _after_receipt(
    progress: SyncProgress, receipt: Receipt, hash_at: HashAt, now_s: float
) -> SyncProgress:
    """Believe the newest receipt, also one that goes back: the server was restored."""
    head, sent = receipt.head, receipt.sent
    if hash_at(head.seq) == head.hash:
        return SyncProgress(acknowledged=head)
    # It holds what this seat never wrote: another seat went on, or this disk forgot.
    shown = progress.shown
    if shown is None:
        return replace(progress, acknowledged=None, shown=_beginning(hash_at))
    if sent is None:  # asked again after all was shown
        return _put_off(progress, now_s)
    # Taken without a conflict: all of it stands at the server, whatever follows there.
    return SyncProgress(acknowledged=sent, shown=sent)


def _after_refusal(
    progress: SyncProgress,
    refused: Refused,
    hash_at: HashAt,
    now_s: float,
    rng: random.Random,
) -> SyncProgress:
    if refused.status >= _SERVER_ERRORS or refused.status in _WAITING_CLIENT_ERRORS:
        return _backed_off(progress, refused.retry_after_s, now_s, rng)
    if refused.code == _CONFLICT and refused.sent is not None:
        # The server has kept the batch: what comes after it is shown next.
        told = replace(
            progress, acknowledged=None, shown=refused.sent, stopped=_CONFLICT
        )
        is_all = hash_at(refused.sent.seq + 1) is None
        return _put_off(told, now_s) if is_all else told
    expected = refused.expected_seq if refused.code == "JOURNAL_GAP" else 0
    expected_hash = hash_at(expected - 1) if expected else None
    if expected_hash is not None and progress.shown is None:
        head = JournalHead(expected - 1, expected_hash)
        backed_off = _backed_off(progress, 0.0, now_s, rng)
        return replace(backed_off, acknowledged=head)
    # Only people can mend it, or a server that was set back: ask anew, and slowly.
    stopped = progress.stopped if progress.shown is not None else ""
    return SyncProgress(
        stopped=stopped or refused.code, not_before_s=now_s + SLOW_RETRY_S
    )


def _beginning(hash_at: HashAt) -> JournalHead:
    first = hash_at(0)
    assert first is not None  # the hash before all entries is always known
    return JournalHead(0, first)


def _put_off(progress: SyncProgress, now_s: float) -> SyncProgress:
    return replace(progress, not_before_s=now_s + SLOW_RETRY_S)


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
