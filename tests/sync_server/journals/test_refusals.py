"""What is kept of refused batches has bounds, and leaves the disk to the answers."""

from pathlib import Path
from uuid import UUID

import pytest

from question_bank.errors import ExamRoomError
from question_bank.identifiers import SittingUuid
from question_bank.journal.chain import JournalConflictError
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.signing_keys import SigningKey
from sync_server.journals import refusals
from sync_server.journals.refusals import Bounds, Refusal, Refusals
from tests.builders.server_sites import a_site, plan_room
from tests.sync_server.builders import pair_directly

pytestmark = pytest.mark.expects_logs("sync_server.journals.refusals")


class Kept:
    """A site's rows of evidence for one sitting."""

    def __init__(self, root: Path) -> None:
        site = a_site(root)
        [self.who] = plan_room(site, candidates=1).sittings
        self.seat = pair_directly(site, SigningKey.draw(), "R1", "01")
        sitting_id = site.sitting_store.sitting_id(self.who.sitting_uuid)
        assert sitting_id is not None
        self.sitting_id = sitting_id
        self.rows = site.journal_store
        self.has_room = True
        self.noted: list[str] = []
        self.refusals = Refusals(
            self.rows,
            has_room=lambda: self.has_room,
            note=lambda refusal: self.noted.append(refusal.code),
        )

    def refuse(self, error: type[ExamRoomError], body: bytes) -> None:
        self.refusals.keep(
            Refusal(
                sitting_id=self.sitting_id,
                sitting_uuid=SittingUuid(UUID(str(self.who.sitting_uuid))),
                seat_id=self.seat.seat_id,
                seat_uuid=self.seat.seat_uuid,
                code=error.code,
                seq=1,
                body=body,
            )
        )

    def count(self) -> int:
        return len(self.rows.refusals(self.sitting_id))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "data")


@pytest.mark.parametrize("name", ["BRANCHES", "OTHERS"])
@pytest.mark.parametrize("bounds", [Bounds(3, 10_000), Bounds(100, 350)])
def test_neither_branches_nor_junk_are_kept_without_bound(
    kept: Kept, name: str, bounds: Bounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, name, bounds)
    error = JournalConflictError if name == "BRANCHES" else SignatureInvalidError

    for number in range(6):
        kept.refuse(error, b"%100d" % number)

    assert kept.count() == 3
    assert kept.refusals.refused == 6


def test_junk_does_not_use_up_the_room_of_branches(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals, "OTHERS", Bounds(2, 10_000))
    for number in range(5):
        kept.refuse(SignatureInvalidError, b"%d" % number)

    kept.refuse(JournalConflictError, b"branch")

    assert kept.count() == 3


def test_room_that_is_left_for_answers_is_not_used_for_evidence(kept: Kept) -> None:
    kept.has_room = False
    kept.refuse(JournalConflictError, b"branch")
    assert kept.count() == 0
    assert kept.noted == ["JOURNAL_CONFLICT"]

    kept.has_room = True
    kept.refuse(JournalConflictError, b"branch")
    assert kept.count() == 1
