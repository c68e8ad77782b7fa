"""The seat's identity: whole or not there, and private."""

from pathlib import Path
from uuid import UUID

import pytest

from kiosk.errors import SeatNotPairedError
from kiosk.storage.seat_identity import SeatIdentityStore, SeatKeys, SeatPairing
from question_bank.errors import FormatError

KEYS = SeatKeys(signing_key=bytes(range(32)), seat_secret=bytes(range(32, 64)))
PAIRING = SeatPairing(
    site_uuid=UUID(int=1),
    site_name="第一考点",
    server_addresses=("10.0.0.1:8443",),
    ca_certificate_pem="-----BEGIN CERTIFICATE-----",
    token="t0ken",
    seat_uuid=UUID(int=2),
    seat_code="03",
    room_code="R1",
    room_name="第一机房",
    site_signing_key=bytes(32),
    publisher_keys=(bytes(32),),
)


@pytest.fixture
def store(tmp_path: Path) -> SeatIdentityStore:
    return SeatIdentityStore(tmp_path / "seat")


def test_a_new_seat_has_neither(store: SeatIdentityStore) -> None:
    assert store.load_keys() is None
    with pytest.raises(SeatNotPairedError):
        store.load_pairing()


def test_both_come_back_as_they_were(store: SeatIdentityStore) -> None:
    store.save_keys(KEYS)
    store.save_pairing(PAIRING)

    assert store.load_keys() == KEYS
    assert store.load_pairing() == PAIRING


def test_keys_are_drawn_once(store: SeatIdentityStore) -> None:
    store.save_keys(KEYS)

    with pytest.raises(ValueError, match="already"):
        store.save_keys(KEYS)


def test_a_new_pairing_replaces_the_old_and_keeps_the_keys(
    store: SeatIdentityStore,
) -> None:
    store.save_keys(KEYS)
    store.save_pairing(PAIRING)
    store.forget_pairing()
    store.forget_pairing()
    with pytest.raises(SeatNotPairedError):
        store.load_pairing()

    store.save_pairing(PAIRING)

    assert store.load_pairing() == PAIRING
    assert store.load_keys() == KEYS


def test_only_the_owner_reads_them(store: SeatIdentityStore, tmp_path: Path) -> None:
    store.save_keys(KEYS)
    store.save_pairing(PAIRING)

    files = list((tmp_path / "seat").iterdir())
    assert len(files) == 2
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_damaged_pairing_is_no_pairing_and_damaged_keys_are_never_replaced(
    store: SeatIdentityStore, tmp_path: Path
) -> None:
    store.save_keys(KEYS)
    store.save_pairing(PAIRING)
    for file in (tmp_path / "seat").iterdir():
        file.write_bytes(file.read_bytes()[:-1])

    with pytest.raises(SeatNotPairedError):
        store.load_pairing()
    with pytest.raises(FormatError):
        store.load_keys()


def test_a_half_written_file_from_a_power_cut_changes_nothing(
    store: SeatIdentityStore, tmp_path: Path
) -> None:
    store.save_pairing(PAIRING)
    (tmp_path / "seat" / "pairing.json.new").write_bytes(b'{"half')

    assert store.load_pairing() == PAIRING
    store.save_pairing(PAIRING)
    assert not (tmp_path / "seat" / "pairing.json.new").exists()
