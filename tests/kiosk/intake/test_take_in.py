"""A package comes to the seat whole, resumes where it broke off, or leaves nothing."""

from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.errors import ServerUnreachableError
from kiosk.intake.opened_package import OpenedPackage
from kiosk.intake.take_in import WantedPackage, take_in
from kiosk.storage.package_shelf import FolderShelf
from question_bank.errors import FormatError
from question_bank.identifiers import FormCode, MediaName
from question_bank.sealing.errors import (
    PackageDamagedError,
    SealBrokenError,
    SignatureInvalidError,
)
from question_bank.sealing.package_locks import open_inner_lock
from question_bank.sealing.package_reader import PackageReader
from tests.builders.packages import SEAT
from tests.fakes.package_server import (
    BuiltPackage,
    ServerWithPackage,
    a_built_package,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltPackage:
    return a_built_package(tmp_path_factory.mktemp("package"))


@pytest.fixture
def server(built: BuiltPackage) -> ServerWithPackage:
    return ServerWithPackage(built)


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path)


def take(server: ServerWithPackage, shelf: FolderShelf) -> bool:
    return take_in(server.wanted, server, shelf, server.believes, lambda: True)


def test_a_package_is_here_once_all_of_it_has_come(
    server: ServerWithPackage, shelf: FolderShelf
) -> None:
    assert take(server, shelf)

    assert shelf.has(server.uuid)
    assert shelf.inner_lock(server.uuid) == server.lock


def test_the_opening_code_opens_forms_and_media_on_the_seat(
    built: BuiltPackage, server: ServerWithPackage, shelf: FolderShelf
) -> None:
    take(server, shelf)
    reader = PackageReader(shelf.package(server.uuid), server.believes.publishers, SEAT)
    key = open_inner_lock(
        shelf.inner_lock(server.uuid), built.opening_code, reader.manifest
    )

    package = OpenedPackage(reader, key)

    assert package.form(FormCode("B")).form_code == "B"
    assert package.medium(MediaName("face.png")).startswith(b"\x89PNG")
    with pytest.raises(FormatError):
        package.form(FormCode("Z"))
    with pytest.raises(SealBrokenError):
        OpenedPackage(reader, bytes(32)).form(FormCode("A"))


def test_nothing_readable_lies_on_the_disk(
    server: ServerWithPackage, shelf: FolderShelf, tmp_path: Path
) -> None:
    take(server, shelf)

    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            assert "来访者".encode() not in path.read_bytes()


def test_after_a_break_only_the_rest_is_fetched(
    server: ServerWithPackage, shelf: FolderShelf
) -> None:
    server.parts_until_break = 2
    with pytest.raises(ServerUnreachableError):
        take(server, shelf)
    assert not shelf.has(server.uuid)
    server.parts_until_break = len(server.files) - 2  # each file is one part here

    assert take(server, shelf)


def test_what_was_altered_on_the_way_is_thrown_away_and_fetched_anew(
    server: ServerWithPackage, shelf: FolderShelf
) -> None:
    server.change = lambda part: part[:-1] + bytes([part[-1] ^ 1])
    with pytest.raises(PackageDamagedError):
        take(server, shelf)
    assert not shelf.has(server.uuid)
    server.change = bytes

    assert take(server, shelf)


def test_another_manifest_than_announced_is_refused(
    server: ServerWithPackage, shelf: FolderShelf
) -> None:
    other = WantedPackage(package_uuid=server.uuid, manifest_sha256=bytes(32))

    with pytest.raises(PackageDamagedError):
        take_in(other, server, shelf, server.believes, lambda: True)


def test_a_signature_by_nobody_known_is_refused_before_anything_is_fetched(
    server: ServerWithPackage, shelf: FolderShelf, tmp_path: Path
) -> None:
    server.answers = (server.answers[0], bytes(64))

    with pytest.raises(SignatureInvalidError):
        take(server, shelf)

    assert not list(tmp_path.iterdir())


def test_a_package_that_is_here_is_not_fetched_again(
    server: ServerWithPackage, shelf: FolderShelf
) -> None:
    take(server, shelf)
    server.parts_until_break = 0

    assert take(server, shelf)
    assert not shelf.has(uuid4())


def test_giving_up_keeps_what_has_come(
    server: ServerWithPackage, shelf: FolderShelf
) -> None:
    assert not take_in(server.wanted, server, shelf, server.believes, lambda: False)

    assert not shelf.has(server.uuid)
    assert take(server, shelf)


def test_a_package_that_lost_a_bit_on_the_disk_is_found_out_and_fetched_anew(
    built: BuiltPackage, server: ServerWithPackage, shelf: FolderShelf, tmp_path: Path
) -> None:
    take(server, shelf)
    sealed = next(tmp_path.rglob("*.sealed"))
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"\x00")
    publishers = server.believes.publishers
    reader = PackageReader(shelf.package(server.uuid), publishers, SEAT)

    with pytest.raises(PackageDamagedError):
        OpenedPackage(reader, b"").verify()
    shelf.remove(server.uuid)

    assert take(server, shelf)
