from collections.abc import Iterator
from pathlib import Path

import pytest

from question_bank.errors import FormatError
from question_bank.sealing.errors import SealBrokenError, WrongPassphraseError
from question_bank.sealing.signing_keys import SigningKey
from sync_server.errors import SiteExistsError
from sync_server.keys.certificates import certificate_names
from sync_server.services.backup import back_up, restore
from sync_server.services.site import SiteOptions, open_site
from sync_server.storage.snapshot import copy_sqlite
from tests.builders.server_sites import a_site, plan_room
from tests.fakes.server_clock import ServerClock
from tests.sync_server.builders import pair_directly

PASSPHRASE = "a long passphrase"


@pytest.fixture
def backup(tmp_path: Path) -> Iterator[Path]:
    """A backup taken while the site is open, of a site with a seat and a package."""
    site = a_site(tmp_path / "data")
    planned = plan_room(site)
    pair_directly(site, SigningKey.draw(), "R1", "01")
    sealed = site.folder.packages / str(planned.package_uuid) / "form-A.sealed"
    sealed.parent.mkdir()
    sealed.write_bytes(b"sealed" * 400_000)
    target = tmp_path / "site.backup"
    back_up(tmp_path / "data", target, PASSPHRASE)
    yield target
    site.close()


def test_a_restored_site_has_its_seats_keys_and_packages(
    backup: Path, tmp_path: Path
) -> None:
    restore(backup, tmp_path / "other", PASSPHRASE)

    site = open_site(tmp_path / "other", SiteOptions(), ServerClock())
    before = open_site(tmp_path / "data", SiteOptions(), ServerClock())
    assert site.seat_store.seats() == before.seat_store.seats()
    assert site.keys.card == before.keys.card
    assert site.keys.authority_pem == before.keys.authority_pem
    [sealed] = site.folder.packages.rglob("*.sealed")
    assert sealed.read_bytes() == b"sealed" * 400_000
    names = certificate_names((site.folder.keys / "server.pem").read_bytes())
    assert f"site-{site.keys.card.site_uuid}.exam-room.internal" in names
    site.close()
    before.close()


def test_a_backup_shows_nothing_without_its_passphrase(
    backup: Path, tmp_path: Path
) -> None:
    content = backup.read_bytes()
    signing_key = (tmp_path / "data" / "keys" / "signing.key").read_bytes()

    assert signing_key not in content
    assert "考生".encode() not in content
    with pytest.raises(WrongPassphraseError):
        restore(backup, tmp_path / "other", "another passphrase")
    assert not (tmp_path / "other").exists()


def test_a_backup_that_was_altered_or_cut_restores_nothing(
    backup: Path, tmp_path: Path
) -> None:
    content = backup.read_bytes()
    middle = len(content) // 2
    altered = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

    for damaged in (altered, content[:middle], content[:-1], content + b"x"):
        backup.write_bytes(damaged)
        with pytest.raises(SealBrokenError):
            restore(backup, tmp_path / "other", PASSPHRASE)
        assert not (tmp_path / "other").exists()


def test_what_a_broken_upload_left_behind_is_not_in_the_backup(tmp_path: Path) -> None:
    site = a_site(tmp_path / "data")
    folder = site.folder.packages / str(plan_room(site).package_uuid)
    folder.mkdir(parents=True)
    (folder / "form-A.sealed").write_bytes(b"sealed")
    (site.folder.packages / ".loading-0011.exam").write_bytes(b"half")
    half = site.folder.packages / ".loading-0022"
    half.mkdir()
    (half / "form-A.sealed").write_bytes(b"half")

    back_up(tmp_path / "data", tmp_path / "site.backup", PASSPHRASE)
    restore(tmp_path / "site.backup", tmp_path / "other", PASSPHRASE)

    packages = tmp_path / "other" / "packages"
    assert [path.name for path in packages.rglob("*.sealed")] == ["form-A.sealed"]
    assert [path.name for path in packages.iterdir()] == [folder.name]
    site.close()


def test_a_name_that_no_restore_takes_fails_the_backup_at_once(tmp_path: Path) -> None:
    site = a_site(tmp_path / "data")
    folder = site.folder.packages / str(plan_room(site).package_uuid)
    folder.mkdir(parents=True)
    (folder / "copy of form-A.sealed").write_bytes(b"sealed")

    with pytest.raises(FormatError):
        back_up(tmp_path / "data", tmp_path / "site.backup", PASSPHRASE)

    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    site.close()


def test_nothing_unsealed_is_ever_written_beside_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = a_site(tmp_path / "data")
    stick = tmp_path / "stick"
    stick.mkdir()
    copies: list[tuple[Path, int, int]] = []

    def copy_and_look(source: Path, target: Path) -> None:
        copy_sqlite(source, target)
        modes = target.parent.stat().st_mode & 0o777, target.stat().st_mode & 0o777
        copies.append((target, *modes))
        assert list(stick.iterdir()) == []

    monkeypatch.setattr("sync_server.services.backup.copy_sqlite", copy_and_look)
    back_up(tmp_path / "data", stick / "site.backup", PASSPHRASE)

    [(copy, folder_mode, file_mode)] = copies
    assert copy.is_relative_to(tmp_path / "data")
    assert (folder_mode, file_mode) == (0o700, 0o600)
    assert not copy.parent.exists()
    assert [path.name for path in stick.iterdir()] == ["site.backup"]
    site.close()


def test_an_existing_site_is_never_overwritten(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(SiteExistsError):
        restore(backup, tmp_path / "data", PASSPHRASE)
    with pytest.raises(FormatError):
        back_up(tmp_path / "data", backup, PASSPHRASE)


def test_a_file_that_is_no_backup_is_named(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8" * 100)

    with pytest.raises(FormatError):
        restore(file, tmp_path / "other", PASSPHRASE)
