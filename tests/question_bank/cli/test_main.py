import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from question_bank.cli.advice import CHINESE_ADVICE
from question_bank.cli.language import Language, language_of
from question_bank.cli.main import main
from question_bank.errors import ExamRoomError
from question_bank.formats.site_card import site_card_bytes
from tests.builders.packages import SITE_UUID, the_parties, write_a_source

IN_TIME = ["--at", "2026-11-22T09:00:00+08:00"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with keys, cards, a source and a package built from it."""
    desk = tmp_path_factory.mktemp("desk")
    parties = the_parties()
    write_a_source(desk / "source")
    (desk / "passphrase").write_text("correct horse\n")
    (desk / "site.json").write_bytes(site_card_bytes(parties.site_card))
    (desk / "lock.key").write_bytes(parties.lock_key.private_bytes())
    passphrase = ["--passphrase-file", str(desk / "passphrase")]
    assert (
        main(["keys", "new", str(desk / "keys"), "--name", "某组织", *passphrase]) == 0
    )
    assert build(desk, "x") == 0
    return desk


def build(desk: Path, name: str, *more: str) -> int:
    return main(
        [
            *("package", "build", str(desk / "source"), "--keys", str(desk / "keys")),
            *("--site", str(desk / "site.json"), "--out", str(desk / f"{name}.exam")),
            *("--opening-code-out", str(desk / f"{name}.code")),
            *("--passphrase-file", str(desk / "passphrase"), *more),
        ]
    )


def read(desk: Path, verb: str, *more: str, package: str = "x.exam") -> int:
    publisher = str(desk / "keys" / "publisher.json")
    return main(["package", verb, str(desk / package), "--publisher", publisher, *more])


def rehearse(desk: Path, key: str, code: str, *more: str) -> int:
    words = ("--key", str(desk / key), "--code", code)
    passphrase = ("--passphrase-file", str(desk / "passphrase"))
    return read(desk, "rehearse", *words, *passphrase, *more)


def opening_code(desk: Path) -> str:
    return (desk / "x.code").read_text().strip()


def test_private_files_are_for_their_owner_only(desk: Path) -> None:
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in [*(desk / "keys").iterdir(), desk / "x.code"]
    }

    assert {name for name, mode in modes.items() if mode == 0o600} == {
        "publisher-signing.key",
        "organisation-answer.key",
        "build-secret.key",
        "x.code",
    }


def test_a_built_package_verifies_for_its_site(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = ("--site-card", str(desk / "site.json"))

    assert read(desk, "verify", "--json", *site, *IN_TIME) == 0

    facts = json.loads(capsys.readouterr().out)
    assert facts["revision"] == 3
    assert facts["data_class"] == "trial"
    assert facts["sites"] == 1


def test_a_rebuild_with_same_as_gives_the_same_bytes(desk: Path) -> None:
    assert build(desk, "again", "--same-as", str(desk / "x.exam")) == 0

    assert (desk / "again.exam").read_bytes() == (desk / "x.exam").read_bytes()
    assert (desk / "again.code").read_text() == (desk / "x.code").read_text()


def test_a_rehearsal_by_the_organisation_proves_everything(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "keys/organisation-answer.key"

    assert rehearse(desk, key, opening_code(desk), "--json") == 0

    checks = json.loads(capsys.readouterr().out)
    assert len(checks) == 12
    assert all(check["is_good"] for check in checks)


def test_a_rehearsal_by_a_site_shows_nothing_of_the_content(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rehearse(desk, "lock.key", opening_code(desk)) == 0

    shown = capsys.readouterr()
    for content in ("情绪", "高兴", "face", "voice", "A-1", "模拟试卷"):
        assert content not in shown.out + shown.err
    assert "media-002.sealed" in shown.out


@pytest.mark.parametrize(
    ("code", "error"),
    [("7K3M", "OPENING_CODE_MISTYPED"), ("0000-0000-0000-00000", "WRONG_OPENING_CODE")],
)
def test_a_wrong_code_is_told_from_a_mistyped_one(
    desk: Path, capsys: pytest.CaptureFixture[str], code: str, error: str
) -> None:
    assert rehearse(desk, "lock.key", code) == 1

    assert error in capsys.readouterr().err


def test_a_medium_that_does_not_decode_fails_the_rehearsal(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = desk / "source" / "media" / "face.png"
    good = picture.read_bytes()
    picture.write_bytes(good[: len(good) // 2])
    try:
        assert build(desk, "bad") == 0
    finally:
        picture.write_bytes(good)
    code = (desk / "bad.code").read_text().strip()
    key = ("--key", str(desk / "lock.key"), "--code", code, "--json")
    capsys.readouterr()

    assert read(desk, "rehearse", *key, package="bad.exam") == 1

    checks = json.loads(capsys.readouterr().out)
    failed = [check for check in checks if check["code"] is not None]
    assert [(check["subject"], check["code"]) for check in failed] == [
        ("media-001.sealed", "PACKAGE_DAMAGED")
    ]


def test_another_site_s_card_is_refused_with_chinese_advice_first(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = (desk / "site.json").read_bytes()
    other = tmp_path / "other.json"
    other.write_bytes(
        card.replace(str(SITE_UUID).encode(), b"0" * 8 + str(SITE_UUID)[8:].encode())
    )

    publisher = ["--publisher", str(desk / "keys" / "publisher.json")]
    verify = ["package", "verify", str(desk / "x.exam"), *publisher, *IN_TIME]

    assert main(["--language", "zh", *verify, "--site-card", str(other)]) == 1

    code, advice = capsys.readouterr().err.splitlines()
    assert code.startswith("OTHER_SITE: ")
    assert advice == CHINESE_ADVICE["OTHER_SITE"]


def test_english_is_spoken_when_asked(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--language", "en", "package", "verify", str(desk / "none.exam")]

    assert main([*words, "--publisher", str(desk / "keys" / "publisher.json")]) == 1

    code, advice = capsys.readouterr().err.splitlines()
    assert code.startswith("FILE: ")
    assert advice.startswith("Check name")


def test_a_package_after_its_window_is_refused(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(desk, "verify", "--at", "2026-11-22T12:00:00+08:00") == 1

    assert capsys.readouterr().err.startswith("PACKAGE_EXPIRED: ")


def test_a_build_that_fails_leaves_nothing_behind(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["package", "build", str(desk / "source"), "--keys", str(desk / "keys")]
    out = tmp_path / "none" / "y.exam"
    more = ["--site", str(desk / "site.json"), "--out", str(out)]
    code = ["--opening-code-out", str(tmp_path / "y.code")]
    passphrase = ["--passphrase-file", str(desk / "passphrase")]

    assert main([*words, *more, *code, *passphrase]) == 1

    assert capsys.readouterr().err.startswith("FILE: ")
    assert list(tmp_path.iterdir()) == []


def test_keys_are_never_overwritten_and_a_wrong_passphrase_opens_none(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (desk / "keys" / "build-secret.key").read_bytes()
    passphrase = ["--passphrase-file", str(desk / "passphrase")]

    assert main(["keys", "new", str(desk / "keys"), "--name", "x", *passphrase]) == 1
    assert (desk / "keys" / "build-secret.key").read_bytes() == before
    assert capsys.readouterr().err.startswith("FILE: ")
    wrong = tmp_path / "wrong"
    wrong.write_text("another horse")
    assert build(desk, "z", "--passphrase-file", str(wrong)) == 1
    assert capsys.readouterr().err.startswith("WRONG_PASSPHRASE: ")


@pytest.mark.parametrize("words", [[], ["package"], ["package", "verify"], ["exam"]])
def test_wrong_usage_exits_with_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)

    assert stop.value.code == 2


def errors_below(error: type[ExamRoomError]) -> Iterator[type[ExamRoomError]]:
    for child in error.__subclasses__():
        if child.__module__.startswith("question_bank"):
            yield child
            yield from errors_below(child)


def test_every_error_of_the_bank_has_chinese_advice() -> None:
    codes = {
        error.code for error in errors_below(ExamRoomError) if "code" in vars(error)
    }

    assert codes - CHINESE_ADVICE.keys() == set()


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.CHINESE),
        ({"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "en_GB.UTF-8"}, Language.ENGLISH),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_GB.UTF-8"}, Language.CHINESE),
        ({"EXAM_BANK_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, Language.ENGLISH),
    ],
)
def test_the_language_follows_the_environment(
    environment: dict[str, str], language: Language
) -> None:
    assert language_of(environment) is language
