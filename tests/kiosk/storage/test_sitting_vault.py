"""A sitting's store opens only with this seat's disk and the room's secret."""

from pathlib import Path
from uuid import UUID

import pytest

from kiosk.errors import (
    ResumeCodeWrongError,
    SeatStorageError,
    StoreUnreadableError,
)
from kiosk.storage.sitting_vault import SittingOnDisk, SittingVault
from question_bank.identifiers import RoomSessionUuid
from tests.builders.journals import OTHER_SITTING, ROOM_SECRET, SITTING

ROOM = RoomSessionUuid(UUID(int=5))
SEAT_SECRET = bytes(range(1, 33))


@pytest.fixture
def vault(tmp_path: Path) -> SittingVault:
    return SittingVault(tmp_path, SEAT_SECRET)


def test_a_key_comes_back_with_both_secrets(
    vault: SittingVault, tmp_path: Path
) -> None:
    key = vault.create(SITTING, ROOM, ROOM_SECRET)

    again = SittingVault(tmp_path, SEAT_SECRET)
    assert again.open_key(SITTING, ROOM_SECRET) == key
    assert len(key) == 32
    assert again.store_path(SITTING).parent.is_dir()


def test_a_stolen_disk_without_the_room_secret_opens_nothing(
    vault: SittingVault,
) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)

    with pytest.raises(ResumeCodeWrongError):
        vault.open_key(SITTING, bytes(32))


def test_a_room_secret_without_this_seats_secret_opens_nothing(
    vault: SittingVault, tmp_path: Path
) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)

    with pytest.raises(ResumeCodeWrongError):
        SittingVault(tmp_path, bytes(32)).open_key(SITTING, ROOM_SECRET)


def test_every_sitting_has_a_key_of_its_own(vault: SittingVault) -> None:
    keys = {
        vault.create(SITTING, ROOM, ROOM_SECRET),
        vault.create(OTHER_SITTING, ROOM, ROOM_SECRET),
    }

    assert len(keys) == 2


def test_a_key_is_never_drawn_over(vault: SittingVault) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)

    with pytest.raises(ValueError, match="already"):
        vault.create(SITTING, ROOM, ROOM_SECRET)


def test_unfinished_sittings_are_found_without_any_secret(vault: SittingVault) -> None:
    assert vault.sittings() == ()
    vault.create(SITTING, ROOM, ROOM_SECRET)
    vault.create(OTHER_SITTING, ROOM, ROOM_SECRET)

    vault.mark_delivered(SITTING)

    assert vault.unfinished() == (
        SittingOnDisk(
            sitting_uuid=OTHER_SITTING, room_session_uuid=ROOM, is_delivered=False
        ),
    )
    assert [one.sitting_uuid for one in vault.sittings()] == [OTHER_SITTING, SITTING]
    assert vault.open_key(SITTING, ROOM_SECRET)


def test_a_removed_sitting_leaves_nothing(vault: SittingVault, tmp_path: Path) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)
    vault.store_path(SITTING).write_bytes(b"noise")

    vault.remove(SITTING)
    vault.remove(SITTING)

    assert list((tmp_path / "sittings").iterdir()) == []
    with pytest.raises(StoreUnreadableError):
        vault.open_key(SITTING, ROOM_SECRET)


def test_a_damaged_sidecar_is_told_and_not_listed(
    vault: SittingVault, tmp_path: Path
) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)
    sidecar = tmp_path / "sittings" / str(SITTING) / "store-key.json"
    whole = sidecar.read_bytes()
    for cut in range(len(whole)):
        sidecar.write_bytes(whole[:cut])
        with pytest.raises(StoreUnreadableError):
            vault.open_key(SITTING, ROOM_SECRET)
    assert vault.sittings() == ()
    (tmp_path / "sittings" / "lost+found").mkdir()
    assert vault.sittings() == ()


def test_another_sittings_sidecar_is_not_this_ones(
    vault: SittingVault, tmp_path: Path
) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)
    vault.create(OTHER_SITTING, ROOM, ROOM_SECRET)
    folder = tmp_path / "sittings"
    other = (folder / str(OTHER_SITTING) / "store-key.json").read_bytes()
    (folder / str(SITTING) / "store-key.json").write_bytes(other)

    with pytest.raises(StoreUnreadableError, match="another"):
        vault.open_key(SITTING, ROOM_SECRET)


def test_only_the_owner_reads_the_sidecar(vault: SittingVault, tmp_path: Path) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)

    sidecar = tmp_path / "sittings" / str(SITTING) / "store-key.json"
    assert sidecar.stat().st_mode & 0o777 == 0o600
    assert sidecar.parent.stat().st_mode & 0o777 == 0o700


def test_a_disk_that_refuses_is_told_and_tried_again(
    vault: SittingVault, tmp_path: Path
) -> None:
    (tmp_path / "sittings").write_bytes(b"a file where a folder should be")

    with pytest.raises(SeatStorageError) as refused:
        vault.create(SITTING, ROOM, ROOM_SECRET)

    assert refused.value.retryable


def test_a_delivery_that_cannot_be_noted_is_told(
    vault: SittingVault, tmp_path: Path
) -> None:
    vault.create(SITTING, ROOM, ROOM_SECRET)
    (tmp_path / "sittings" / str(SITTING) / "store-key.json.new").mkdir()

    with pytest.raises(SeatStorageError):
        vault.mark_delivered(SITTING)

    assert not vault.sittings()[0].is_delivered
