from pathlib import Path

import pytest

from question_bank.errors import ExamRoomError
from sync_server.services.site import Site
from tests.builders.exam_days import write_package
from tests.builders.packages import the_parties
from tests.sync_server.services.conftest import Day


def left_behind(site: Site) -> list[str]:
    return sorted(path.name for path in site.folder.packages.iterdir())


def refusal(day: Day, path: Path) -> str:
    before = left_behind(day.site)
    with pytest.raises(ExamRoomError) as refused:
        day.people.loading.load(path, by="admin")
    assert left_behind(day.site) == before
    assert day.people.audit.newest(1)[0].action == "package.refused"
    return refused.value.code


def test_the_same_package_again_changes_nothing(day: Day) -> None:
    before = left_behind(day.site)

    day.people.loading.load(day.loaded.package_file, by="admin")

    assert left_behind(day.site) == before
    assert len(day.people.packages.packages()) == 1


def test_another_package_under_the_revision_that_is_loaded_is_refused(
    day: Day, tmp_path: Path
) -> None:
    path, _, _ = write_package(tmp_path / "x", day.site.keys.card, sound_s=2.0)

    assert refusal(day, path) == "PACKAGE_ROLLED_BACK"
    assert day.people.packages.packages()[0].state == "loaded"


def test_a_package_for_another_site_is_refused(day: Day, tmp_path: Path) -> None:
    path, _, _ = write_package(tmp_path / "x", the_parties().site_card)

    assert refusal(day, path) == "OTHER_SITE"


def test_a_package_after_its_window_is_refused(day: Day) -> None:
    day.clock.pass_s(24 * 3600)

    assert refusal(day, day.loaded.package_file) == "PACKAGE_EXPIRED"


def test_a_package_of_a_revoked_publisher_is_refused(day: Day) -> None:
    key_id = the_parties().signing_key.verify_key.key_id
    day.people.publishers.revoke(key_id, by="admin")

    assert refusal(day, day.loaded.package_file) == "PUBLISHER_REVOKED"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.95])
def test_a_package_with_a_flipped_bit_leaves_nothing(
    day: Day, tmp_path: Path, place: float
) -> None:
    raw = bytearray(day.loaded.package_file.read_bytes())
    raw[int(len(raw) * place)] ^= 1
    path = tmp_path / "flipped.exam"
    path.write_bytes(bytes(raw))

    assert refusal(day, path)


def test_a_package_that_was_cut_leaves_nothing(day: Day, tmp_path: Path) -> None:
    path = tmp_path / "cut.exam"
    path.write_bytes(day.loaded.package_file.read_bytes()[:-100])

    assert refusal(day, path) == "PACKAGE_DAMAGED"
