"""A code that opens one seat's lock, made without network and without the seat."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest

from question_bank.errors import FormatError
from question_bank.formats.digit_code import digit_groups
from question_bank.formats.staff_code import (
    StaffCodePurpose,
    challenge_of,
    staff_code,
)
from question_bank.sealing.signing_keys import SigningKey
from sync_server.cli.main import main
from sync_server.errors import NotFoundError
from sync_server.keys.vault import Vault
from sync_server.keys.vault_purposes import leave_key_purpose
from sync_server.services.site import Site
from sync_server.services.site_people import people_of
from tests.builders.server_sites import a_site, plan_room
from tests.fakes.server_clock import ServerClock
from tests.sync_server.builders import pair_directly

CHALLENGE = challenge_of(1234567)


def a_seat_of(site: Site) -> UUID:
    plan_room(site)
    return pair_directly(site, SigningKey.draw(), "R1", "03").seat_uuid


def test_a_code_is_made_with_the_key_that_the_seat_was_told(tmp_path: Path) -> None:
    site = a_site(tmp_path / "data", ServerClock())
    seat_uuid = a_seat_of(site)
    people = people_of(site)
    key = site.keys.vault.derive(leave_key_purpose(seat_uuid))

    code = people.leave_codes.code(seat_uuid, digit_groups(CHALLENGE), by="li")

    assert code == staff_code(key, StaffCodePurpose.LEAVE, seat_uuid, CHALLENGE)
    last = people.audit.newest(1)[0]
    assert "seat.leave_code" in str(last)
    assert code not in str(last)
    with pytest.raises(NotFoundError):
        people.leave_codes.code(uuid4(), CHALLENGE, by="li")
    with pytest.raises(FormatError):
        people.leave_codes.code(seat_uuid, "12345678", by="li")
    site.close()


def test_the_command_makes_the_same_code_for_a_revoked_seat_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = a_site(tmp_path / "data", ServerClock())
    seat_uuid = a_seat_of(site)
    people = people_of(site)
    people.seats.revoke(seat_uuid, by="li")
    code = people.leave_codes.code(seat_uuid, CHALLENGE, by="li")
    site.close()

    command = ["seats", "--data", str(tmp_path / "data"), "leave-code"]
    assert main([*command, str(seat_uuid), CHALLENGE]) == 0

    assert digit_groups(code) in capsys.readouterr().out


def test_a_vault_derives_the_same_key_again_and_another_for_each_purpose() -> None:
    vault = Vault(bytes(32))

    assert vault.derive("leave key a") == Vault(bytes(32)).derive("leave key a")
    assert len(vault.derive("leave key a")) == 32
    assert vault.derive("leave key a") != vault.derive("leave key b")
    assert vault.derive("leave key a") != Vault(bytes(31) + b"x").derive("leave key a")
