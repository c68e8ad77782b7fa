"""Settings: later sources win, and nothing is guessed."""

from pathlib import Path

import pytest

from kiosk.config import SeatConfig, load_config
from kiosk.errors import SettingError


def a_file(folder: Path, text: str) -> Path:
    path = folder / "kiosk.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_any_source_the_defaults_stand() -> None:
    assert load_config(None, {}, {}) == SeatConfig()


def test_arguments_win_over_the_environment_and_that_over_the_file(
    tmp_path: Path,
) -> None:
    file = a_file(
        tmp_path, 'data_folder = "a"\nserver_address = "f:1"\nlog_level = "DEBUG"'
    )
    environment = {"KIOSK_DATA_FOLDER": "b", "KIOSK_SERVER_ADDRESS": "e:1", "PATH": "/"}
    arguments = {"data_folder": "c", "computer_name": None}

    config = load_config(file, environment, arguments)

    assert config.data_folder == Path("c")
    assert config.server_address == "e:1"
    assert config.log_level == "DEBUG"


@pytest.mark.parametrize(
    ("word", "truth"), [("1", True), ("true", True), ("No", False), (True, True)]
)
def test_truth_may_be_said_in_words(word: object, truth: bool) -> None:
    assert load_config(None, {}, {"is_windowed": word}).is_windowed is truth


def test_a_place_that_counts_as_a_stick_may_be_named() -> None:
    environment = {"KIOSK_STICK_FOLDER": "/srv/answers"}
    assert load_config(None, environment, {}).stick_folder == Path("/srv/answers")


def test_a_number_may_come_from_the_environment() -> None:
    environment = {"KIOSK_DISK_RESERVE_MB": "2"}
    assert load_config(None, environment, {}).disk_reserve_mb == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('data_foldr = "a"', "did you mean data_folder"),
        ("zzz = 1", "no such setting"),
        ("server_address = 5", "expected text"),
        ('is_windowed = "perhaps"', "expected true or false"),
        ('log_level = "LOUD"', "expected DEBUG"),
        ("data_folder = 3", "expected a path"),
        ('stick_folder = ""', "stick_folder.*expected a path"),
        ("disk_reserve_mb = -1", "expected a number from 0"),
        ('disk_reserve_mb = "much"', "expected a number"),
        ("disk_reserve_mb = true", "expected a number"),
        ("= nonsense", "is not TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_expected(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(SettingError, match=told):
        load_config(a_file(tmp_path, text), {}, {})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        load_config(tmp_path / "missing.toml", {}, {})
