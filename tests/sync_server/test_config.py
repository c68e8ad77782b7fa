from pathlib import Path

import pytest

from sync_server.config import SETTINGS, ServerConfig, read_config
from sync_server.errors import ConfigError


def test_what_comes_later_counts_more(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text('port = 1\naddress = "10.0.0.1"\nlog_level = "DEBUG"\n', "utf-8")

    found = read_config(
        file,
        {"SYNC_SERVER_PORT": "2", "SYNC_SERVER_ADDRESS": "10.0.0.2", "PATH": "/"},
        {"port": 3, "address": None},
    )

    assert (found.port, found.address, found.log_level) == (3, "10.0.0.2", "DEBUG")


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert read_config(tmp_path / "none.toml", {}, {}) == ServerConfig()


def test_lists_in_the_environment_are_separated_by_commas(tmp_path: Path) -> None:
    environment = {"SYNC_SERVER_SERVER_ADDRESSES": "10.0.0.1:8443, 10.0.0.2:8443"}

    found = read_config(tmp_path / "none.toml", environment, {})

    assert found.server_addresses == ("10.0.0.1:8443", "10.0.0.2:8443")


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("prot = 1", "did you mean port"),
        ("port = 70000", "expected 0 to 65535"),
        ('port = "8443"', "expected int"),
        ("port = true", "expected int"),
        ('log_level = "LOUD"', "expected DEBUG"),
        ("server_addresses = [1]", "expected a list"),
        ("port = ", "not TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_expected(
    tmp_path: Path, toml: str, named: str
) -> None:
    file = tmp_path / "server.toml"
    file.write_text(toml, "utf-8")

    with pytest.raises(ConfigError, match=named):
        read_config(file, {}, {})


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_stands_in_the_readme(setting: str) -> None:
    readme = Path(__file__).parents[2] / "sync_server" / "README.md"

    assert f"| `{setting}` |" in readme.read_text("utf-8")
