"""The server's settings: TOML file, then environment SYNC_SERVER_…, then command line.

Unknown settings, wrong types and figures out of range stop the start.
"""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sync_server.errors import ConfigError

ENVIRONMENT_PREFIX = "SYNC_SERVER_"
_MOST_PORT = 65535
_LONGEST_POLL_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerConfig:
    """All settings, each with its default.

    Attributes:
        address: Where to listen; 0.0.0.0 is every network of this machine.
        port: TCP port; 0: any free one (see server.address in the data folder).
        server_addresses: Where seats find this server, `host:port`, best first; also
            the addresses that its certificate names.
        database_url: SQLAlchemy URL, such as postgresql+psycopg://…; empty: SQLite in
            the data folder.
        warn_free_mib: Free disk space below which the console warns.
        reserve_free_mib: Below it only answers are written.
        longest_poll_s: How long a seat may wait for orders in one request.
        closing_grace_s: How long after a room's end living seats may take to hand in.
        log_level: DEBUG, INFO, WARNING or ERROR.
    """

    address: str = "0.0.0.0"  # noqa: S104 - seats come from the room's network
    port: int = 8443
    server_addresses: tuple[str, ...] = ()
    database_url: str = ""
    warn_free_mib: int = 2048
    reserve_free_mib: int = 256
    longest_poll_s: int = 30
    closing_grace_s: int = 20
    log_level: str = "INFO"


SETTINGS = tuple(field.name for field in fields(ServerConfig))
_RANGES = {
    "port": (0, _MOST_PORT),
    "warn_free_mib": (0, 10_000_000),
    "reserve_free_mib": (0, 10_000_000),
    "longest_poll_s": (1, _LONGEST_POLL_S),
    "closing_grace_s": (0, 86_400),
}
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def read_config(
    path: Path, environment: Mapping[str, str], arguments: Mapping[str, object]
) -> ServerConfig:
    """Return the settings; what comes later counts more.

    Args:
        path: TOML file; may be missing.
        environment: Where SYNC_SERVER_… may stand; lists are separated by commas.
        arguments: From the command line; None: not given.

    Raises:
        ConfigError: names the source, the setting, and what was expected.
    """
    checked: dict[str, Any] = {}
    for source, settings in (
        (path.name, _from_file(path)),
        ("environment", _from_environment(environment)),
        ("command line", {k: v for k, v in arguments.items() if v is not None}),
    ):
        for name, value in settings.items():
            checked[name] = _checked(source, name, value)
    return ServerConfig(**checked)


def _from_file(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: not TOML: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for key, text in environment.items():
        if not key.startswith(ENVIRONMENT_PREFIX):
            continue
        name = key.removeprefix(ENVIRONMENT_PREFIX).lower()
        kind = type(getattr(ServerConfig(), name, ""))
        if kind is int and text.lstrip("-").isdigit():
            found[name] = int(text)
        elif kind is tuple:
            found[name] = [part.strip() for part in text.split(",") if part.strip()]
        else:
            found[name] = text
    return found


def _checked(source: str, name: str, value: object) -> object:
    """Return a setting's value in its type."""
    if name not in SETTINGS:
        near = difflib.get_close_matches(name, SETTINGS, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ConfigError(f"{source}: unknown setting {name}{hint}")
    expected = type(getattr(ServerConfig(), name))
    if expected is tuple:
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        raise ConfigError(f"{source}: {name} is {value!r}, expected a list of texts")
    if not isinstance(value, expected) or isinstance(value, bool):
        kind = expected.__name__
        raise ConfigError(f"{source}: {name} is {value!r}, expected {kind}")
    _check_range(source, name, value)
    return value


def _check_range(source: str, name: str, value: object) -> None:
    if name in _RANGES and isinstance(value, int):
        least, most = _RANGES[name]
        if not least <= value <= most:
            raise ConfigError(
                f"{source}: {name} is {value}, expected {least} to {most}"
            )
    if name == "log_level" and value not in _LOG_LEVELS:
        raise ConfigError(
            f"{source}: log_level is {value}, expected {', '.join(_LOG_LEVELS)}"
        )
