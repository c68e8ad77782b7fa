"""Measuring computers that are laid out as folders."""

from pathlib import Path

import pytest

from kiosk.readiness import system_probes
from kiosk.readiness.facts import ForgettingSign, Power


def put(root: Path, place: str, text: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_memory_is_what_programs_can_still_take(tmp_path: Path) -> None:
    put(tmp_path, "proc/meminfo", "MemTotal: 9 kB\nMemFree: 1 kB\nMemAvailable: 4 kB\n")

    assert system_probes.memory_available_bytes(tmp_path) == 4096
    assert system_probes.memory_available_bytes(tmp_path / "elsewhere") is None


def test_a_laptop_on_its_battery(tmp_path: Path) -> None:
    put(tmp_path, "sys/class/power_supply/AC/type", "Mains\n")
    put(tmp_path, "sys/class/power_supply/AC/online", "0\n")
    put(tmp_path, "sys/class/power_supply/BAT0/type", "Battery\n")
    put(tmp_path, "sys/class/power_supply/BAT0/capacity", "37\n")

    assert system_probes.power(tmp_path) == Power(is_on_mains=False, percent=37)


def test_a_mouses_battery_is_not_the_computers(tmp_path: Path) -> None:
    put(tmp_path, "sys/class/power_supply/hidpp/type", "Battery\n")
    put(tmp_path, "sys/class/power_supply/hidpp/scope", "Device\n")
    put(tmp_path, "sys/class/power_supply/hidpp/capacity", "5\n")

    assert system_probes.power(tmp_path) == Power(is_on_mains=True, percent=None)


def test_programs_are_known_by_name(tmp_path: Path) -> None:
    put(tmp_path, "proc/17/comm", "ibus-daemon\n")
    put(tmp_path, "proc/18/comm", "DFServ.exe\n")
    put(tmp_path, "proc/19/comm", "HipsTray.exe\n")
    put(tmp_path, "proc/meminfo", "")

    names = system_probes.program_names(tmp_path)

    assert names == ("dfserv", "hipstray", "ibus-daemon")
    assert system_probes.antivirus(names) == ("火绒",)
    assert system_probes.input_method({"QT_IM_MODULE": "ibus"}, names) == "ibus-daemon"
    assert system_probes.forgetting_signs(tmp_path, names, tmp_path) == (
        (ForgettingSign.SOFTWARE, "Deep Freeze 冰点还原"),
    )


@pytest.mark.parametrize(
    ("environment", "names"),
    [
        ({}, ("ibus-daemon",)),
        ({"QT_IM_MODULE": "ibus"}, ("fcitx",)),
        ({"QT_IM_MODULE": "ibus"}, ()),
    ],
)
def test_an_input_method_that_qt_does_not_ask_is_none(
    environment: dict[str, str], names: tuple[str, ...]
) -> None:
    assert system_probes.input_method(environment, names) == ""


@pytest.mark.parametrize(
    ("system", "forgets"), [("tmpfs", True), ("overlay", True), ("ext4", False)]
)
def test_a_data_folder_in_memory_forgets(
    tmp_path: Path, system: str, forgets: bool
) -> None:
    data = tmp_path / "lab" / "exam-seat"
    put(
        tmp_path,
        "proc/self/mounts",
        f"/dev/sda1 / ext4 rw 0 0\nnone {tmp_path / 'lab'} {system} rw 0 0\n",
    )
    (tmp_path / "lab").mkdir()

    signs = system_probes.forgetting_signs(data, (), tmp_path)

    assert bool(signs) is forgets
    assert all(sign is ForgettingSign.VOLATILE for sign, _ in signs)


def test_a_layer_over_the_root_is_known_by_its_name(tmp_path: Path) -> None:
    put(tmp_path, "proc/self/mounts", "overlayroot / ext4 rw 0 0\n")

    ((sign, seen),) = system_probes.forgetting_signs(tmp_path, (), tmp_path)

    assert (sign, seen) == (ForgettingSign.SOFTWARE, "overlayroot")


def test_a_folder_that_takes_files_is_writable_and_left_as_it_was(
    tmp_path: Path,
) -> None:
    assert system_probes.is_writable(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []

    (tmp_path / "file").touch()
    assert not system_probes.is_writable(tmp_path / "file" / "below")


def test_room_is_measured_where_the_folder_will_be(tmp_path: Path) -> None:
    free = system_probes.disk_free_bytes(tmp_path / "not" / "yet")

    assert free is not None
    assert free > 0
