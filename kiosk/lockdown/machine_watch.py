"""What is around the program: guests, remote hands, USB devices, the wall clock.

Reads files below a root folder that tests make themselves. Looks; changes nothing. Each
look compares with the one before, so only what is new is told.

Source:
    Linux: Documentation/ABI/stable/sysfs-devices-usb; proc(5): /proc/net/tcp, /proc/PID/comm;
    sd-login(3): files of /run/systemd/sessions; the strings that systemd-detect-virt(1)
    looks for in /sys/class/dmi/id.
"""

from collections.abc import Iterator
from pathlib import Path

from kiosk.clock import Clock, moment
from kiosk.lockdown.ports import LONGEST_DETAIL, Observation, ObservationCode
from kiosk.sitting.clock_watch import ClockWatch

_GUEST_STRINGS = (
    ("KVM", "KVM"),
    ("QEMU", "QEMU"),
    ("VMware", "VMware"),
    ("VirtualBox", "VirtualBox"),
    ("innotek", "VirtualBox"),
    ("Xen", "Xen"),
    ("Bochs", "Bochs"),
    ("Parallels", "Parallels"),
    ("BHYVE", "bhyve"),
    ("Virtual Machine", "Hyper-V"),
    ("OpenStack", "OpenStack"),
    ("Amazon EC2", "Amazon EC2"),
    ("Google Compute Engine", "Google Compute Engine"),
    ("Alibaba Cloud", "Alibaba Cloud"),
)
_DMI_FILES = ("sys_vendor", "product_name", "board_vendor", "bios_vendor")

_REMOTE_PROGRAMS = (
    "anydesk",
    "gnome-remote-de",  # /proc cuts names to 15 characters
    "krfb",
    "nxnode",
    "rustdesk",
    "sunloginclient",
    "teamviewerd",
    "todesk",
    "vino-server",
    "wayvnc",
    "x0vncserver",
    "x11vnc",
    "xrdp",
    "xvnc",
)
"""Programs that show or steer a screen from elsewhere, as /proc names them."""

_REMOTE_PORTS = {22: "SSH", 3389: "RDP"} | {5900 + index: "VNC" for index in range(10)}
_ESTABLISHED = "01"


class MachineWatch:
    """Looks at the machine, each time for what is new. For one thread.

    USB devices that were there at the first look are known; guests and remote hands are
    told at once.
    """

    def __init__(self, clock: Clock, root: Path = Path("/")) -> None:
        self._clock = clock
        self._root = root
        self._remote: set[str] = set()
        self._devices: dict[str, str] | None = None
        self._clock_watch = ClockWatch()
        self._has_told_guest = False

    def look(self) -> tuple[Observation, ...]:
        """Return what is new since the last look."""
        return (
            *self._guest(),
            *self._remote_hands(),
            *self._usb(),
            *self._clock_jump(),
        )

    def _guest(self) -> Iterator[Observation]:
        if self._has_told_guest:
            return
        self._has_told_guest = True
        kind = virtual_machine(self._root)
        if kind:
            yield Observation(code=ObservationCode.VIRTUAL_MACHINE, detail=kind)

    def _remote_hands(self) -> Iterator[Observation]:
        now = set(remote_hands(self._root))
        for each in sorted(now - self._remote):
            yield Observation(code=ObservationCode.REMOTE_SESSION, detail=each)
        self._remote = now

    def _usb(self) -> Iterator[Observation]:
        now = usb_devices(self._root)
        before = self._devices if self._devices is not None else now
        for place in sorted(now.keys() - before.keys()):
            yield Observation(code=ObservationCode.USB_ADDED, detail=now[place])
        for place in sorted(before.keys() - now.keys()):
            yield Observation(code=ObservationCode.USB_REMOVED, detail=before[place])
        self._devices = now

    def _clock_jump(self) -> Iterator[Observation]:
        self._clock_watch, jump_ms = self._clock_watch.after(moment(self._clock))
        if jump_ms:
            yield Observation(
                code=ObservationCode.CLOCK_JUMPED,
                detail=f"{jump_ms / 1000:+.0f} s",
                duration_ms=jump_ms,
            )


def virtual_machine(root: Path) -> str:
    """Return what kind of guest this computer is; "" when nothing says so."""
    folder = root / "sys/class/dmi/id"
    marks = " ".join(_text(folder / name) for name in _DMI_FILES)
    for mark, kind in _GUEST_STRINGS:
        if mark in marks:
            return kind
    kind = _text(root / "sys/hypervisor/type")
    if kind:
        return kind
    for line in _text(root / "proc/cpuinfo").splitlines():
        if line.startswith("flags") and "hypervisor" in line.split():
            return "hypervisor flag"
    return ""


def remote_hands(root: Path) -> Iterator[str]:
    """Yield every sign that somebody sees or steers this computer from elsewhere."""
    yield from _remote_sessions(root)
    yield from _remote_programs(root)
    yield from _remote_connections(root)


def usb_devices(root: Path) -> dict[str, str]:
    """Return place and identity of every USB device → what people call it.

    Another device at the same socket is another key.
    """
    devices = {}
    for folder in _folders(root / "sys/bus/usb/devices"):
        vendor, product = _text(folder / "idVendor"), _text(folder / "idProduct")
        if not vendor or folder.name.startswith("usb"):
            continue  # an interface, or the computer's own root hub
        words = f"{_text(folder / 'manufacturer')} {_text(folder / 'product')}".strip()
        name = f"{words or 'USB'} ({vendor}:{product})"
        key = f"{folder.name} {vendor}:{product} {_text(folder / 'serial')}"
        devices[key] = name[-LONGEST_DETAIL:]
    return devices


def _remote_sessions(root: Path) -> Iterator[str]:
    for file in _folders(root / "run/systemd/sessions"):
        lines = dict(
            line.split("=", 1) for line in _text(file).splitlines() if "=" in line
        )
        if lines.get("REMOTE") == "1" and lines.get("STATE") != "closing":
            yield f"session: {lines.get('SERVICE', 'unknown')}"


def _remote_programs(root: Path) -> Iterator[str]:
    for folder in _folders(root / "proc"):
        if folder.name.isdigit():
            name = _text(folder / "comm")
            if name.lower().startswith(_REMOTE_PROGRAMS):
                yield f"program: {name}"


def _remote_connections(root: Path) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        for line in _text(root / "proc/net" / table).splitlines()[1:]:
            words = line.split()
            if len(words) > 3 and words[3] == _ESTABLISHED:  # noqa: PLR2004 - proc(5): local, remote, state
                port = int(words[1].rpartition(":")[2], 16)
                if port in _REMOTE_PORTS:
                    yield f"connection: {_REMOTE_PORTS[port]}"


def _folders(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(folder.iterdir()))
    except OSError:
        return ()


def _text(file: Path) -> str:
    """Return a small file's text; "" when it is not there or went away."""
    try:
        return file.read_bytes()[:65536].decode("utf-8", "replace").strip()
    except OSError:
        return ""
