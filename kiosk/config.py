"""The seat's settings: a TOML file, then KIOSK_… of the environment, then arguments.

Read once, in app.py, and handed on as values. A setting that is unknown, of the wrong
type or out of range stops the start: nothing is guessed.
"""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from kiosk.errors import SettingError

ENVIRONMENT_PREFIX = "KIOSK_"
_TRUE = frozenset({"1", "true", "yes"})
_FALSE = frozenset({"0", "false", "no"})
_MOST = 1_000_000
LOCK_AUTO = "auto"
_LOCKS = frozenset({LOCK_AUTO, "session", "window", "none"})
_LOG_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatConfig:
    """All settings.

    Attributes:
        data_folder: Identity, packages and sittings; must outlive a restart.
        server_address: `host:port` of the site's server for the first pairing;
            "" asks on the screen. Later addresses come from the server.
        computer_name: What the admin sees while pairing; "" takes the machine's.
        is_windowed: A window instead of the whole screen; for trying things out.
        stick_folder: A place that counts as a stick beside those that are mounted, such as
            a second partition; None: none.
        disk_reserve_mb: Room on the disk that is kept for answers, in MiB (0: none);
            below four times that much free room nothing but answers is written.
        lock: `session` (the kiosk's own session), `window` (the whole screen of somebody's
            desktop), `none`, or `auto`: see kiosk/README.md. A window is never locked.
        log_level: DEBUG, INFO, WARNING or ERROR.
    """

    data_folder: Path = Path("exam-seat")
    server_address: str = ""
    computer_name: str = ""
    is_windowed: bool = False
    stick_folder: Path | None = None
    disk_reserve_mb: int = 50
    lock: str = LOCK_AUTO
    log_level: str = "INFO"


def load_config(
    file: Path | None,
    environment: Mapping[str, str],
    arguments: Mapping[str, object],
) -> SeatConfig:
    """Return the settings; later sources win.

    Args:
        file: TOML; None when there is none.
        arguments: By name; None values were not given.

    Raises:
        SettingError: names the setting, what was found and what was expected.
    """
    values = dict(_from_file(file)) if file is not None else {}
    values |= {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX)
    }
    values |= {name: value for name, value in arguments.items() if value is not None}
    known = {field.name for field in fields(SeatConfig)}
    for name in values:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1)
            hint = f", did you mean {nearest[0]}?" if nearest else ""
            raise SettingError(name, f"there is no such setting{hint}")
    return _checked(values)


def _from_file(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingError(str(file), "cannot be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(str(file), f"is not TOML: {error}") from error


def _checked(values: Mapping[str, object]) -> SeatConfig:
    default = SeatConfig()
    log_level = _text(values, "log_level", default.log_level).upper()
    if log_level not in _LOG_LEVELS:
        expected = ", ".join(sorted(_LOG_LEVELS))
        raise SettingError("log_level", f"found {log_level!r}, expected {expected}")
    is_windowed = _truth(values, "is_windowed", default=default.is_windowed)
    return SeatConfig(
        data_folder=_folder(values, "data_folder") or default.data_folder,
        server_address=_text(values, "server_address", default.server_address),
        computer_name=_text(values, "computer_name", default.computer_name),
        is_windowed=is_windowed,
        stick_folder=_folder(values, "stick_folder"),
        lock=_lock(values, is_windowed=is_windowed),
        disk_reserve_mb=_whole(values, "disk_reserve_mb", default.disk_reserve_mb),
        log_level=log_level,
    )


def _folder(values: Mapping[str, object], name: str) -> Path | None:
    if name not in values:
        return None
    folder = values[name]
    if not isinstance(folder, str | Path) or not str(folder):
        raise SettingError(name, f"found {folder!r}, expected a path")
    return Path(folder).expanduser()


def _lock(values: Mapping[str, object], *, is_windowed: bool) -> str:
    lock = _text(values, "lock", LOCK_AUTO).lower()
    if lock not in _LOCKS:
        expected = ", ".join(sorted(_LOCKS))
        raise SettingError("lock", f"found {lock!r}, expected {expected}")
    if is_windowed and lock not in {LOCK_AUTO, "none"}:
        raise SettingError("lock", f"{lock} and is_windowed: a window is never locked")
    return lock


def _text(values: Mapping[str, object], name: str, default: str) -> str:
    value = values.get(name, default)
    if not isinstance(value, str):
        raise SettingError(name, f"found {value!r}, expected text")
    return value


def _whole(values: Mapping[str, object], name: str, default: int) -> int:
    value = values.get(name, default)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    if type(value) is int and 0 <= value <= _MOST:
        return value
    raise SettingError(name, f"found {value!r}, expected a number from 0 to {_MOST}")


def _truth(values: Mapping[str, object], name: str, *, default: bool) -> bool:
    value = values.get(name, default)
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise SettingError(name, f"found {value!r}, expected true or false")
