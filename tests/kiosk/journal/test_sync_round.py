"""The sync steps: never skips, never stops early, ends in the same journal."""

import random

import pytest
from hypothesis import given, strategies as st

from kiosk.journal.sync_round import (
    LONGEST_WAIT_S,
    SLOW_RETRY_S,
    AskHead,
    Done,
    NoAnswer,
    Outcome,
    Receipt,
    Refused,
    Send,
    SyncProgress,
    Wait,
    after_outcome,
    next_step,
)
from question_bank.errors import ExamRoomError
from question_bank.formats.journal_entry import JournalHead, genesis_hash
from question_bank.journal.chain import (
    JournalConflictError,
    JournalGapError,
    extend_chain,
)
from tests.builders.journals import SITTING, a_journal
from tests.builders.stores import chained

JOURNAL = a_journal(12)
RAWS = [entry.raw for entry in JOURNAL]
HASHES = [genesis_hash(SITTING), *(entry_hash for _, entry_hash in chained(JOURNAL))]
LOCAL = JournalHead(12, HASHES[12])
RNG = random.Random(1)


def hash_at(seq: int) -> bytes | None:
    return HASHES[seq] if seq < len(HASHES) else None


class Server:
    """The server's rule over a journal in memory; it can lose what it had."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.hashes = [HASHES[0]]

    @property
    def head(self) -> JournalHead:
        return JournalHead(len(self.raws), self.hashes[-1])

    def restore(self, seq: int) -> None:
        del self.raws[seq:], self.hashes[seq + 1 :]

    def receive(self, after: JournalHead, raws: list[bytes]) -> Outcome:
        try:
            extension = extend_chain(
                SITTING, self.head, self.hashes.__getitem__, after, raws
            )
        except JournalGapError as gap:
            return Refused(409, gap.code, expected_seq=gap.expected_seq)
        except (JournalConflictError, ExamRoomError) as error:
            return Refused(409, error.code)
        for entry, entry_hash in extension.entries:
            self.raws.append(entry.raw)
            self.hashes.append(entry_hash)
        return Receipt(self.head)


networks = st.lists(
    st.one_of(
        st.just("lost on the way"),
        st.just("answer lost"),
        st.just("twice"),
        st.just("old copies first"),
        st.just("503"),
        st.just("well"),
        st.tuples(st.just("restored"), st.integers(0, 12)),
        st.tuples(st.just("grows"), st.integers(1, 4)),
    ),
    max_size=40,
)


class Run:
    """A seat's sync against a server over a network with a fate for each request."""

    def __init__(self, most: int, seed: int) -> None:
        self.server = Server()
        self.progress = SyncProgress()
        self.now_s = 0.0
        self.local_seq = 3
        self.most = most
        self.rng = random.Random(seed)
        self.old: list[tuple[JournalHead, list[bytes]]] = []

    @property
    def local(self) -> JournalHead:
        return JournalHead(self.local_seq, HASHES[self.local_seq])

    def step(self, fate: str | tuple[str, int]) -> bool:
        """Do what is next; return whether there was nothing to do."""
        step = next_step(self.progress, self.local, self.now_s)
        match step:
            case Done():
                return True
            case Wait(until_s):
                assert until_s > self.now_s
                self.now_s = until_s
            case AskHead():
                self.request(None, fate)
            case Send(after, up_to):
                assert after == self.progress.acknowledged  # never skips
                assert after.seq < up_to == self.local_seq
                raws = RAWS[after.seq : min(up_to, after.seq + self.most)]
                self.request((after, raws), fate)
        return False

    def request(
        self,
        send: tuple[JournalHead, list[bytes]] | None,
        fate: str | tuple[str, int],
    ) -> None:
        outcome: Outcome = NoAnswer()
        match fate:
            case ("restored", int(seq)):
                self.server.restore(min(seq, self.server.head.seq))
            case ("grows", int(more)):
                self.local_seq = min(12, self.local_seq + more)
            case "503":
                outcome = Refused(503, "BUSY")
            case "lost on the way":
                pass
            case _:
                for copy in self.old if fate == "old copies first" else []:
                    self.server.receive(*copy)
                outcome = self.arrive(send)
                if fate == "twice":
                    outcome = self.arrive(send)
                if fate == "answer lost":
                    outcome = NoAnswer()
        self.old += [send] if send else []
        self.progress = after_outcome(
            self.progress, outcome, hash_at, self.now_s, self.rng
        )

    def arrive(self, send: tuple[JournalHead, list[bytes]] | None) -> Outcome:
        return self.server.receive(*send) if send else Receipt(self.server.head)


@given(network=networks, most=st.integers(1, 5), seed=st.integers(0, 99))
def test_under_any_loss_doubling_or_restore_the_server_ends_with_the_same_journal(
    network: list[str | tuple[str, int]], most: int, seed: int
) -> None:
    run = Run(most, seed)
    for fate in network:
        if run.step(fate):
            run.local_seq = min(12, run.local_seq + 1)

    run.local_seq = 12
    if run.progress.acknowledged == LOCAL:  # nothing to send: what contact would bring
        receipt = Receipt(run.server.head)
        run.progress = after_outcome(run.progress, receipt, hash_at, 0.0, run.rng)
    steps = 0
    while not run.step("well"):
        steps += 1
        assert steps < 60, "never came to an end"

    assert run.server.raws == RAWS


def test_before_anything_is_known_it_asks() -> None:
    assert next_step(SyncProgress(), LOCAL, 0.0) == AskHead()


def test_with_everything_at_the_server_there_is_nothing_to_do() -> None:
    progress = SyncProgress(acknowledged=LOCAL)

    assert next_step(progress, LOCAL, 0.0) == Done()


def test_a_restored_server_is_sent_again_what_it_lost() -> None:
    progress = SyncProgress(acknowledged=JournalHead(9, HASHES[9]))
    earlier = JournalHead(4, HASHES[4])

    progress = after_outcome(progress, Receipt(earlier), hash_at, 0.0, RNG)

    assert next_step(progress, LOCAL, 0.0) == Send(earlier, 12)


def test_a_gap_goes_back_to_what_is_expected_after_a_short_wait() -> None:
    progress = SyncProgress(acknowledged=JournalHead(9, HASHES[9]))
    gap = Refused(409, "JOURNAL_GAP", expected_seq=3)

    progress = after_outcome(progress, gap, hash_at, 0.0, RNG)

    assert isinstance(next_step(progress, LOCAL, 0.0), Wait)
    assert next_step(progress, LOCAL, 1.0) == Send(JournalHead(2, HASHES[2]), 12)


FOREIGN = [JournalHead(5, bytes(32)), JournalHead(13, bytes(32))]


@pytest.mark.parametrize("head", FOREIGN)
def test_a_server_with_another_branch_is_shown_this_one_from_its_beginning(
    head: JournalHead,
) -> None:
    progress = after_outcome(SyncProgress(), Receipt(head), hash_at, 0.0, RNG)

    assert next_step(progress, LOCAL, 0.0) == Send(JournalHead(0, HASHES[0]), 12)


def test_every_entry_of_a_branch_is_shown_once_and_then_asked_for_slowly() -> None:
    progress = after_outcome(SyncProgress(), Receipt(FOREIGN[0]), hash_at, 0.0, RNG)
    shown: list[int] = []
    while isinstance(step := next_step(progress, LOCAL, 5.0), Send):
        end = JournalHead(step.after.seq + 5, HASHES[min(12, step.after.seq + 5)])
        end = end if end.seq < 12 else LOCAL
        shown += range(step.after.seq + 1, end.seq + 1)
        refused = Refused(409, "JOURNAL_CONFLICT", sent=end)
        progress = after_outcome(progress, refused, hash_at, 5.0, RNG)

    assert shown == list(range(1, 13))
    assert progress.stopped == "JOURNAL_CONFLICT"
    for now_s in (5.0, 65.0, 125.0):
        assert next_step(progress, LOCAL, now_s) == Wait(now_s + SLOW_RETRY_S)
        assert next_step(progress, LOCAL, now_s + SLOW_RETRY_S) == AskHead()
        answer = Receipt(FOREIGN[0])
        progress = after_outcome(progress, answer, hash_at, now_s + SLOW_RETRY_S, RNG)


def test_what_a_branch_grew_by_is_shown_too() -> None:
    told = SyncProgress(
        shown=JournalHead(9, HASHES[9]), stopped="JOURNAL_CONFLICT", not_before_s=60.0
    )

    assert next_step(told, LOCAL, 60.0) == Send(JournalHead(9, HASHES[9]), 12)


def test_a_server_that_has_all_of_this_and_more_needs_nothing() -> None:
    beyond = JournalHead(20, bytes(32))
    progress = after_outcome(SyncProgress(), Receipt(beyond), hash_at, 0.0, RNG)

    progress = after_outcome(progress, Receipt(beyond, LOCAL), hash_at, 0.0, RNG)

    assert next_step(progress, LOCAL, 0.0) == Done()
    assert progress.stopped == ""


def test_a_branch_goes_on_as_a_journal_once_the_server_was_put_right() -> None:
    told = SyncProgress(shown=LOCAL, stopped="JOURNAL_CONFLICT")
    right = JournalHead(4, HASHES[4])

    progress = after_outcome(told, Receipt(right), hash_at, 0.0, RNG)

    assert progress == SyncProgress(acknowledged=right)


def test_a_gap_while_showing_a_branch_begins_anew_slowly() -> None:
    told = SyncProgress(shown=JournalHead(9, HASHES[9]), stopped="JOURNAL_CONFLICT")
    gap = Refused(409, "JOURNAL_GAP", expected_seq=1, sent=LOCAL)

    progress = after_outcome(told, gap, hash_at, 0.0, RNG)

    assert progress.stopped == "JOURNAL_CONFLICT"
    assert next_step(progress, LOCAL, SLOW_RETRY_S) == AskHead()


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 507, 599])
def test_what_may_pass_is_tried_for_ever(status: int) -> None:
    progress = SyncProgress(acknowledged=JournalHead(0, HASHES[0]))
    now_s = 0.0
    for _ in range(200):
        progress = after_outcome(progress, Refused(status, "ANY"), hash_at, now_s, RNG)
        step = next_step(progress, LOCAL, now_s)
        assert isinstance(step, Wait)
        assert 0.25 <= step.until_s - now_s <= LONGEST_WAIT_S
        now_s = step.until_s
        assert isinstance(next_step(progress, LOCAL, now_s), Send)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "FORMAT"),
        (401, "TOKEN_UNKNOWN"),
        (403, "SEAT_REVOKED"),
        (409, "JOURNAL_CONFLICT"),
    ],
)
def test_what_only_people_can_mend_is_told_and_tried_again_slowly(
    status: int, code: str
) -> None:
    progress = after_outcome(SyncProgress(), Refused(status, code), hash_at, 7.0, RNG)

    assert progress.stopped == code
    assert next_step(progress, LOCAL, 7.0) == Wait(7.0 + SLOW_RETRY_S)
    assert next_step(progress, LOCAL, 7.0 + SLOW_RETRY_S) == AskHead()


def test_what_people_have_mended_is_told_no_more() -> None:
    told = SyncProgress(stopped="SEAT_REVOKED")

    progress = after_outcome(told, Receipt(LOCAL), hash_at, 0.0, RNG)

    assert progress == SyncProgress(acknowledged=LOCAL)


def test_a_gap_that_names_no_entry_of_ours_is_told() -> None:
    gap = Refused(409, "JOURNAL_GAP", expected_seq=99)

    progress = after_outcome(SyncProgress(), gap, hash_at, 0.0, RNG)

    assert progress.stopped == "JOURNAL_GAP"
    assert next_step(progress, LOCAL, SLOW_RETRY_S) == AskHead()


def test_a_server_that_names_a_time_is_left_alone_until_then() -> None:
    busy = Refused(429, "TOO_MANY", retry_after_s=30.0)

    progress = after_outcome(SyncProgress(), busy, hash_at, 0.0, RNG)

    assert next_step(progress, LOCAL, 29.0) == Wait(30.0)


def test_seats_that_fail_together_come_back_apart() -> None:
    times = {
        after_outcome(
            SyncProgress(), NoAnswer(), hash_at, 0.0, random.Random(seed)
        ).not_before_s
        for seed in range(200)
    }

    assert len(times) > 190


def test_after_a_good_answer_there_is_no_wait_left() -> None:
    progress = after_outcome(SyncProgress(), NoAnswer(), hash_at, 0.0, RNG)
    start = JournalHead(0, HASHES[0])

    progress = after_outcome(progress, Receipt(start), hash_at, 0.0, RNG)

    assert next_step(progress, LOCAL, 0.0) == Send(start, 12)
