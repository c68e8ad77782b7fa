"""What a look at the machine finds, on real trees of files."""

import shutil
from pathlib import Path

import pytest

from kiosk.lockdown.machine_watch import MachineWatch, virtual_machine
from kiosk.lockdown.ports import Observation, ObservationCode
from tests.fakes.hand_clock import HandClock

TCP_HEAD = "  sl  local_address rem_address   st tx_queue rx_queue\n"


def write(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", "utf-8")


def a_stick(root: Path, place: str = "1-2", serial: str = "4C53") -> None:
    folder = f"sys/bus/usb/devices/{place}"
    write(root, f"{folder}/idVendor", "0781")
    write(root, f"{folder}/idProduct", "5567")
    write(root, f"{folder}/manufacturer", "SanDisk")
    write(root, f"{folder}/product", "Cruzer Blade")
    write(root, f"{folder}/serial", serial)


def codes(seen: tuple[Observation, ...]) -> list[ObservationCode]:
    return [each.code for each in seen]


def test_a_plain_computer_gives_nothing_to_tell(tmp_path: Path) -> None:
    write(tmp_path, "sys/class/dmi/id/sys_vendor", "LENOVO")
    write(tmp_path, "proc/cpuinfo", "flags\t\t: fpu vme de sse2")
    write(tmp_path, "proc/1/comm", "systemd")
    watch = MachineWatch(HandClock(), tmp_path)

    assert watch.look() == ()
    assert watch.look() == ()
    assert MachineWatch(HandClock(), tmp_path / "nothing").look() == ()


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("sys/class/dmi/id/sys_vendor", "QEMU", "QEMU"),
        ("sys/class/dmi/id/product_name", "VMware Virtual Platform", "VMware"),
        ("sys/class/dmi/id/product_name", "VirtualBox", "VirtualBox"),
        ("sys/class/dmi/id/product_name", "Virtual Machine", "Hyper-V"),
        ("sys/hypervisor/type", "xen", "xen"),
        ("proc/cpuinfo", "flags\t\t: fpu sse2 hypervisor lm", "hypervisor flag"),
    ],
)
def test_a_guest_is_told_once(tmp_path: Path, name: str, text: str, kind: str) -> None:
    write(tmp_path, name, text)
    watch = MachineWatch(HandClock(), tmp_path)

    assert watch.look() == (
        Observation(code=ObservationCode.VIRTUAL_MACHINE, detail=kind),
    )
    assert watch.look() == ()


def test_a_processor_that_only_could_hold_guests_is_none(tmp_path: Path) -> None:
    write(tmp_path, "proc/cpuinfo", "flags\t\t: vmx svm\nhypervisor_notes : none")

    assert virtual_machine(tmp_path) == ""


def test_a_stick_is_told_when_it_comes_and_when_it_goes(tmp_path: Path) -> None:
    a_stick(tmp_path, "1-1", serial="keyboard")
    watch = MachineWatch(HandClock(), tmp_path)
    assert watch.look() == ()

    a_stick(tmp_path)
    write(tmp_path, "sys/bus/usb/devices/1-2:1.0/bInterfaceClass", "08")
    came = watch.look()
    shutil.rmtree(tmp_path / "sys/bus/usb/devices/1-2")
    went = watch.look()

    name = "SanDisk Cruzer Blade (0781:5567)"
    assert came == (Observation(code=ObservationCode.USB_ADDED, detail=name),)
    assert went == (Observation(code=ObservationCode.USB_REMOVED, detail=name),)


def test_another_stick_at_the_same_socket_is_another_one(tmp_path: Path) -> None:
    a_stick(tmp_path, serial="first")
    watch = MachineWatch(HandClock(), tmp_path)
    watch.look()
    a_stick(tmp_path, serial="second")

    assert codes(watch.look()) == [
        ObservationCode.USB_ADDED,
        ObservationCode.USB_REMOVED,
    ]


@pytest.mark.parametrize(
    ("name", "text", "detail"),
    [
        (
            "run/systemd/sessions/4",
            "REMOTE=1\nSERVICE=sshd\nSTATE=active",
            "session: sshd",
        ),
        ("proc/77/comm", "x11vnc", "program: x11vnc"),
        ("proc/78/comm", "sunloginclient", "program: sunloginclient"),
        (
            "proc/net/tcp",
            f"{TCP_HEAD} 0: 0A00000A:0016 0B00000A:D431 01",
            "connection: SSH",
        ),
        ("proc/net/tcp6", f"{TCP_HEAD} 0: 00:0D3D 00:D431 01", "connection: RDP"),
    ],
)
def test_a_hand_from_elsewhere_is_told_once_while_it_is_there(
    tmp_path: Path, name: str, text: str, detail: str
) -> None:
    watch = MachineWatch(HandClock(), tmp_path)
    assert watch.look() == ()

    write(tmp_path, name, text)
    first, second = watch.look(), watch.look()
    (tmp_path / name).unlink()
    watch.look()
    write(tmp_path, name, text)

    told = (Observation(code=ObservationCode.REMOTE_SESSION, detail=detail),)
    assert (first, second, watch.look()) == (told, (), told)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("run/systemd/sessions/1", "REMOTE=0\nSERVICE=login\nSTATE=active"),
        ("run/systemd/sessions/2", "REMOTE=1\nSERVICE=sshd\nSTATE=closing"),
        ("proc/net/tcp", f"{TCP_HEAD} 0: 0A00000A:0016 00000000:0000 0A"),
        ("proc/net/tcp", f"{TCP_HEAD} 0: 0A00000A:D431 0B00000A:01BB 01"),
        ("proc/self/comm", "x11vnc"),
    ],
)
def test_what_is_no_hand_from_elsewhere_is_not_told(
    tmp_path: Path, name: str, text: str
) -> None:
    write(tmp_path, name, text)

    assert MachineWatch(HandClock(), tmp_path).look() == ()


def test_a_wall_clock_that_is_set_is_told_with_by_how_much(tmp_path: Path) -> None:
    clock = HandClock()
    watch = MachineWatch(clock, tmp_path)
    watch.look()
    clock.pass_ms(60_000)
    assert watch.look() == ()

    clock.jump_wall_s(3600)
    ahead = watch.look()
    clock.jump_wall_s(-365 * 86_400)

    assert [(each.detail, each.duration_ms) for each in ahead] == [
        ("+3600 s", 3_600_000)
    ]
    assert watch.look()[0].duration_ms == -365 * 86_400_000
    assert watch.look() == ()
