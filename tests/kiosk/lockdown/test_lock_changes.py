"""What was changed is kept first, and put back: at the end, after a crash, once."""

from pathlib import Path

import pytest

from kiosk.lockdown.lock_changes import (
    RECORD_NAME,
    Change,
    ChangeKind,
    LockChanges,
    PutBack,
)
from kiosk.storage.small_file import SmallFile

GSETTING = ChangeKind.GSETTING


class Values:
    """Settings of a machine, in memory; may refuse, or die in the middle of a write."""

    def __init__(self, **values: str) -> None:
        self.values = dict(values)
        self.refused: set[str] = set()
        self.dies_at: str = ""

    def read(self, target: str) -> str | None:
        if target.startswith("no-such"):
            raise OSError("no such key")
        return self.values.get(target)

    def write(self, target: str, value: str | None) -> None:
        if target in self.refused:
            raise OSError("refused")
        if value is None:
            self.values.pop(target, None)
        else:
            self.values[target] = value
        if target == self.dies_at:
            raise KeyboardInterrupt


def the_changes(folder: Path, values: Values) -> LockChanges:
    return LockChanges(SmallFile(folder / "seat" / RECORD_NAME), {GSETTING: values})


def test_everything_is_as_it_was_after_being_put_back(tmp_path: Path) -> None:
    values = Values(close="<Alt>F4")
    changes = the_changes(tmp_path, values)

    assert changes.make(GSETTING, "close", "[]")
    assert changes.make(GSETTING, "overlay", "''")
    assert values.values == {"close": "[]", "overlay": "''"}
    put_back = changes.put_back()

    assert values.values == {"close": "<Alt>F4"}
    assert put_back == PutBack(done=("overlay", "close"))
    assert changes.put_back() == PutBack()
    assert changes.kept() == ()


def test_a_program_that_dies_right_after_a_change_is_put_back_by_the_next(
    tmp_path: Path,
) -> None:
    values = Values(close="<Alt>F4")
    values.dies_at = "close"
    with pytest.raises(KeyboardInterrupt):
        the_changes(tmp_path, values).make(GSETTING, "close", "[]")
    values.dies_at = ""

    assert the_changes(tmp_path, values).put_back().done == ("close",)
    assert values.values == {"close": "<Alt>F4"}


def test_a_program_that_dies_before_its_change_leaves_nothing_to_put_back(
    tmp_path: Path,
) -> None:
    values = Values(close="<Alt>F4")
    changes = the_changes(tmp_path, values)
    kept = Change(kind=GSETTING, target="close", before="<Alt>F4", after="[]")
    changes._save((kept,))

    assert changes.put_back().done == ("close",)
    assert values.values == {"close": "<Alt>F4"}
    assert changes.kept() == ()


def test_what_somebody_else_has_set_since_is_theirs(tmp_path: Path) -> None:
    values = Values(close="<Alt>F4")
    changes = the_changes(tmp_path, values)
    changes.make(GSETTING, "close", "[]")
    values.values["close"] = "<Super>q"

    assert changes.put_back().left == ("close",)
    assert values.values == {"close": "<Super>q"}
    assert changes.kept() == ()


@pytest.mark.expects_logs("kiosk.lockdown.lock_changes")
def test_what_cannot_be_put_back_now_is_tried_again_the_next_time(
    tmp_path: Path,
) -> None:
    values = Values(close="<Alt>F4")
    changes = the_changes(tmp_path, values)
    changes.make(GSETTING, "close", "[]")
    values.refused = {"close"}
    assert changes.put_back().failed == ("close",)
    values.refused = set()

    assert changes.put_back().done == ("close",)
    assert values.values == {"close": "<Alt>F4"}


def test_a_value_that_this_machine_does_not_have_is_left_alone(tmp_path: Path) -> None:
    changes = the_changes(tmp_path, Values())

    assert not changes.make(GSETTING, "no-such key", "1")
    assert not changes.make(ChangeKind.REGISTRY, "key", "1")
    assert changes.kept() == ()


def test_a_value_that_is_right_already_is_not_ours_to_put_back(tmp_path: Path) -> None:
    changes = the_changes(tmp_path, Values(close="[]"))

    assert changes.make(GSETTING, "close", "[]")
    assert changes.kept() == ()


@pytest.mark.expects_logs("kiosk.lockdown.lock_changes")
def test_a_refused_change_is_forgotten_at_once(tmp_path: Path) -> None:
    values = Values(close="<Alt>F4")
    values.refused = {"close"}
    changes = the_changes(tmp_path, values)

    assert not changes.make(GSETTING, "close", "[]")
    assert changes.kept() == ()


@pytest.mark.expects_logs("kiosk.lockdown.lock_changes")
def test_a_record_that_a_strangers_hand_spoilt_locks_nobody_in(tmp_path: Path) -> None:
    changes = the_changes(tmp_path, Values())
    file = tmp_path / "seat" / RECORD_NAME
    file.parent.mkdir()
    file.write_bytes(b"{")

    assert changes.kept() == ()
    assert changes.put_back() == PutBack()
