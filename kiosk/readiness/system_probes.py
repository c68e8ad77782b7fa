"""Measuring a computer: disk, memory, power, programs, input method.

Reads the system's own files below `root`, so that a test can lay out a computer as a
folder. What cannot be found out here is None, never a guess.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiosk.readiness.facts import ForgettingSign, Power

ROOT = Path("/")

_ANTIVIRUS = {
    "360tray": "360 安全卫士",
    "360sd": "360 杀毒",
    "qqpctray": "腾讯电脑管家",
    "hipstray": "火绒",
    "hipsdaemon": "火绒",
    "kxetray": "金山毒霸",
    "ravmond": "瑞星",
    "avp": "Kaspersky",
    "clamd": "ClamAV",
    "clamonacc": "ClamAV",
}
"""Program names without `.exe`, in lower case, as their makers ship them."""

_RESTORING = {
    "dfserv": "Deep Freeze 冰点还原",
    "frzstate2k": "Deep Freeze 冰点还原",
    "shadowdefender": "Shadow Defender 影子卫士",
    "powershadow": "PowerShadow 影子系统",
    "rollbackrx": "RollBack Rx",
    "rebootrestorerx": "Reboot Restore Rx",
    "uwfservicingsvc": "Windows UWF",
    "overlayroot": "overlayroot",
    "fsprotect": "fsprotect",
    "bilibop": "bilibop",
}
"""Programs and layers that put a disk back at a restart."""

_VOLATILE_SYSTEMS = frozenset({"tmpfs", "ramfs", "overlay", "aufs", "unionfs"})
_INPUT_METHODS = ("ibus-daemon", "fcitx5", "fcitx")


def disk_free_bytes(folder: Path) -> int | None:
    """Return what may still be written where `folder` lies."""
    try:
        return shutil.disk_usage(_existing(folder)).free
    except OSError:
        return None


def is_writable(folder: Path) -> bool:
    """Return whether a file can be made in `folder`, by making one."""
    probe = folder / ".readiness-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with probe.open("wb") as file:
            file.write(b"?")
            file.flush()
            os.fsync(file.fileno())
        probe.unlink()
    except OSError:
        return False
    return True


def memory_available_bytes(root: Path = ROOT) -> int | None:
    """Return what programs can still take without others being thrown out."""
    for line in _lines(root / "proc/meminfo"):
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return None


def power(root: Path = ROOT) -> Power | None:
    """Return where the current comes from; None where the system does not say."""
    folder = root / "sys/class/power_supply"
    if not folder.is_dir():
        return None
    mains: list[bool] = []
    percent: int | None = None
    for supply in sorted(folder.iterdir()):
        kind = _text(supply / "type")
        if kind == "Mains":
            mains.append(_text(supply / "online") == "1")
        elif kind == "Battery" and _text(supply / "scope") != "Device":
            charge = _text(supply / "capacity")
            percent = int(charge) if charge.isdigit() else percent
    return Power(is_on_mains=any(mains) or percent is None, percent=percent)


def program_names(root: Path = ROOT) -> tuple[str, ...] | None:
    """Return the names of the programs that run, in lower case without `.exe`."""
    folder = root / "proc"
    names = {
        _text(process / "comm").lower().removesuffix(".exe")
        for process in _folders(folder)
        if process.name.isdigit()
    }
    return tuple(sorted(names - {""})) or None


def antivirus(names: Iterable[str]) -> tuple[str, ...]:
    """Return the watching programs among the running ones, by the names people know."""
    return tuple(dict.fromkeys(_ANTIVIRUS[n] for n in names if n in _ANTIVIRUS))


def input_method(environment: Mapping[str, str], names: Iterable[str]) -> str:
    """Return the input method that Qt asks and that runs; "" when there is none."""
    wanted = environment.get("QT_IM_MODULE", "")
    running = next((name for name in _INPUT_METHODS if name in set(names)), "")
    if not wanted or not running:
        return ""
    fits = running.startswith(wanted) or wanted == "xim"
    return running if fits else ""


def forgetting_signs(
    folder: Path, names: Iterable[str], root: Path = ROOT
) -> tuple[tuple[ForgettingSign, str], ...]:
    """Return why the disk under `folder` may forget at a restart, with what was seen."""
    signs: list[tuple[ForgettingSign, str]] = []
    mounted = _mount_of(folder, root)
    if mounted is not None and mounted[1] in _VOLATILE_SYSTEMS:
        signs.append((ForgettingSign.VOLATILE, f"{mounted[0]} {mounted[1]}"))
    running = [_RESTORING[name] for name in names if name in _RESTORING]
    layers = [
        _RESTORING[name]
        for name in ("overlayroot", "fsprotect", "bilibop")
        if any(name in line for line in _lines(root / "proc/self/mounts"))
    ]
    seen = dict.fromkeys((*running, *layers))
    if seen:
        signs.append((ForgettingSign.SOFTWARE, ", ".join(seen)))
    return tuple(signs)


def _mount_of(folder: Path, root: Path) -> tuple[str, str] | None:
    """Return (mount point, file system) of the place nearest above `folder`."""
    there = _existing(folder).resolve()
    nearest: tuple[str, str] | None = None
    for line in _lines(root / "proc/self/mounts"):
        _device, _, rest = line.partition(" ")
        place, _, rest = rest.partition(" ")
        system, _, _ = rest.partition(" ")
        point = Path(place.replace("\\040", " "))
        is_above = point == there or point in there.parents
        if is_above and (nearest is None or len(str(point)) >= len(nearest[0])):
            nearest = (str(point), system)
    return nearest


def _existing(folder: Path) -> Path:
    """Return the nearest folder above that exists."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    return there


def _lines(path: Path) -> tuple[str, ...]:
    try:
        return tuple(path.read_text("utf-8", errors="replace").splitlines())
    except OSError:
        return ()


def _text(path: Path) -> str:
    lines = _lines(path)
    return lines[0].strip() if lines else ""


def _folders(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()
