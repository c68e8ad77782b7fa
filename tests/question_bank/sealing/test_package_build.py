import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from question_bank.errors import FormatError
from question_bank.exchange.package_source import read_package_source
from question_bank.formats.exam_package import manifest_bytes, parse_manifest
from question_bank.identifiers import SiteUuid
from question_bank.sealing.errors import PackageDamagedError
from question_bank.sealing.package_build import (
    PlannedPackage,
    plan_package,
    write_package,
)
from question_bank.sealing.package_content import PackageContent
from question_bank.sealing.package_reader import PackageReader
from question_bank.sealing.package_sources import open_archive
from question_bank.sealing.stream_seal import ByteReader
from tests.builders.packages import (
    SEAT,
    a_planned_package,
    package_bytes,
    the_parties,
    with_plan,
    write_a_source,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "exam-package-v1"
BUILT = GOLDEN / "package-all-policies.exam"
"""What this program builds; `package.exam` is older, names fewer policies, and is read."""


@pytest.fixture
def content(tmp_path: Path) -> PackageContent:
    return read_package_source(write_a_source(tmp_path / "source"))


def planned_for(content: PackageContent) -> PlannedPackage:
    parties = the_parties()
    return plan_package(content, parties.build_keys, [parties.site_card])


def test_the_same_source_gives_the_same_sealed_files_and_the_same_code(
    content: PackageContent,
) -> None:
    first, second = planned_for(content), planned_for(content)

    assert first.manifest.files == second.manifest.files
    assert first.manifest.package_uuid == second.manifest.package_uuid
    assert first.opening_secret == second.opening_secret
    assert first.manifest.locks != second.manifest.locks  # fresh each time


def test_a_rebuild_with_the_locks_of_the_shipped_package_is_the_same_byte_for_byte(
    content: PackageContent,
) -> None:
    parties = the_parties()
    shipped = planned_for(content)

    rebuilt = plan_package(
        content, parties.build_keys, [parties.site_card], shipped.manifest
    )

    assert package_bytes(rebuilt) == package_bytes(shipped)


def test_the_golden_package_can_be_built_again(tmp_path: Path) -> None:
    parties = the_parties()
    with open_archive(BUILT) as source:
        earlier = PackageReader(source, parties.publishers, SEAT).manifest
    content = read_package_source(write_a_source(tmp_path / "source"))

    rebuilt = plan_package(content, parties.build_keys, [parties.site_card], earlier)

    assert package_bytes(rebuilt) == BUILT.read_bytes()


def test_a_package_of_before_the_newer_policies_has_their_defaults() -> None:
    with open_archive(GOLDEN / "package.exam") as source:
        older = PackageReader(source, the_parties().publishers, SEAT).manifest

    policies = older.policies
    assert b"reentry_gap_ms" not in (GOLDEN / "package.exam").read_bytes()
    assert policies.reentry_gap_ms == 10 * 60_000
    assert policies.needs_headset_check
    assert policies.warnings_ms == (900_000, 300_000, 60_000)


@pytest.mark.parametrize("uses_headset", [True, False])
def test_nobody_tries_a_headset_for_a_paper_without_sound(
    content: PackageContent, uses_headset: bool
) -> None:
    silent = replace(
        content,
        forms=tuple(replace(each, uses_headset=False) for each in content.forms),
    )

    manifest = planned_for(content if uses_headset else silent).manifest

    assert manifest.policies.needs_headset_check is uses_headset


def test_locks_of_another_package_are_not_taken_over(tmp_path: Path) -> None:
    parties = the_parties()
    other = a_planned_package(tmp_path / "other", with_plan(revision=9))
    content = read_package_source(write_a_source(tmp_path / "source"))

    planned = plan_package(
        content, parties.build_keys, [parties.site_card], other.manifest
    )

    assert planned.manifest.locks[0].closed != other.manifest.locks[0].closed


def test_a_site_added_later_leaves_the_sealed_files_and_the_first_lock_as_they_are(
    content: PackageContent,
) -> None:
    parties = the_parties()
    shipped = planned_for(content)
    late = msgspec.structs.replace(
        parties.site_card, site_uuid=SiteUuid(UUID(int=1)), site_name="迟到的考点"
    )

    planned = plan_package(
        content, parties.build_keys, [parties.site_card, late], shipped.manifest
    )

    assert planned.manifest.files == shipped.manifest.files
    assert set(shipped.manifest.locks) < set(planned.manifest.locks)


def test_any_change_of_the_plan_changes_every_key(content: PackageContent) -> None:
    first = planned_for(content)
    changed = replace(content, plan=msgspec.structs.replace(content.plan, level="中级"))
    second = planned_for(changed)

    assert first.secrets.content_key != second.secrets.content_key
    assert first.secrets.scoring_key != second.secrets.scoring_key
    assert first.opening_secret != second.opening_secret
    assert first.manifest.package_uuid != second.manifest.package_uuid


def test_a_source_that_changes_while_it_is_sealed_stops_the_build(
    content: PackageContent,
) -> None:
    reads = iter([b"first", b"second", b"third"])

    @contextmanager
    def changing() -> Iterator[ByteReader]:
        yield io.BytesIO(next(reads))

    files = (*content.files[:-1], replace(content.files[-1], open=changing))

    with pytest.raises(PackageDamagedError, match="changed"):
        planned_for(replace(content, files=files))


def test_a_source_that_changes_before_it_is_written_stops_the_build(
    content: PackageContent,
) -> None:
    planned = planned_for(content)
    other = replace(planned.sources[0], open=lambda: io.BytesIO(b"{}"))

    with pytest.raises(PackageDamagedError, match="changed"):
        write_package(
            replace(planned, sources=(other, *planned.sources[1:])), io.BytesIO().write
        )


def test_a_package_for_nobody_or_twice_for_one_site_is_not_built(
    content: PackageContent,
) -> None:
    parties = the_parties()
    for sites in ([], [parties.site_card] * 2):
        with pytest.raises(FormatError, match="sites"):
            plan_package(content, parties.build_keys, sites)


def test_a_manifest_reads_back_as_it_was_written(content: PackageContent) -> None:
    manifest = planned_for(content).manifest

    assert parse_manifest(manifest_bytes(manifest)) == manifest


def test_no_secret_shows_when_a_planned_package_is_printed(
    content: PackageContent,
) -> None:
    planned = planned_for(content)
    shown = f"{planned!r} {planned.secrets!r} {the_parties().build_keys!r}"

    for secret in (planned.secrets.content_key, planned.opening_secret):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown
