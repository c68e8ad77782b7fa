"""Scripts and units of the kiosk's own session: installed, held, given back, removed."""

import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "packaging/kiosk-session"
SETUP = FOLDER / "exam-kiosk-session-setup"
CONSOLE = FOLDER / "exam-kiosk-console"
SCRIPTS = sorted(
    path for path in FOLDER.iterdir() if path.read_bytes().startswith(b"#!")
)


def run(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


def tree(folder: Path) -> list[str]:
    return sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_and_is_read_by_bash(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert run("bash", "-n", script).returncode == 0


def test_what_is_installed_is_removed_but_for_settings_and_answers(
    tmp_path: Path,
) -> None:
    answers = tmp_path / "var/lib/exam-kiosk/sittings/x.db"
    answers.parent.mkdir(parents=True)
    answers.write_bytes(b"answers")

    assert run(SETUP, "install", "--root", tmp_path).returncode == 0
    installed = tree(tmp_path)
    (tmp_path / "etc/exam-kiosk/seat.toml").write_text('computer_name = "03"\n')
    assert run(SETUP, "install", "--root", tmp_path).returncode == 0
    assert run(SETUP, "uninstall", "--root", tmp_path).returncode == 0
    assert run(SETUP, "uninstall", "--root", tmp_path).returncode == 0

    assert "etc/systemd/system/exam-kiosk.target" in installed
    assert "usr/lib/exam-kiosk/input-methods.keyfile" in installed
    assert tree(tmp_path) == [
        "etc/exam-kiosk/seat.toml",
        "var/lib/exam-kiosk/sittings/x.db",
    ]
    settings = tmp_path / "etc/exam-kiosk/seat.toml"
    assert settings.read_text() == 'computer_name = "03"\n'


def test_on_and_off_are_each_done_once(tmp_path: Path) -> None:
    def status() -> str:
        return run(SETUP, "status", "--root", tmp_path).stdout

    assert run(SETUP, "on", "--root", tmp_path).returncode == 1  # not installed
    run(SETUP, "install", "--root", tmp_path)
    for act, expected in (("on", "a seat"), ("on", "a seat"), ("off", "ordinary")):
        assert run(SETUP, act, "--root", tmp_path).returncode == 0
        assert expected in status()
    assert run(SETUP, "off", "--root", tmp_path).returncode == 0
    assert run(SETUP, "wrong").returncode == 1


def test_what_only_root_can_hold_is_given_back_as_it_was(tmp_path: Path) -> None:
    sysrq = tmp_path / "sysrq"
    sysrq.write_text("438\n")
    log = tmp_path / "systemctl.log"
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(f'#!/bin/sh\necho "$*" >> {log}\n')
    systemctl.chmod(0o755)
    environment = {
        "EXAM_KIOSK_RUN": str(tmp_path / "run"),
        "EXAM_KIOSK_SYSRQ": str(sysrq),
        "EXAM_KIOSK_SYSTEMCTL": str(systemctl),
    }

    for _ in range(2):  # the second after a crash: the first note stays
        assert run(CONSOLE, "hold", **environment).returncode == 0
        assert sysrq.read_text() == "0\n"
    assert run(CONSOLE, "ended", **environment, EXIT_STATUS="137").returncode == 0
    assert sysrq.read_text() == "0\n"
    assert run(CONSOLE, "ended", **environment, EXIT_STATUS="77").returncode == 0
    assert sysrq.read_text() == "438\n"
    sysrq.write_text("16\n")
    assert run(CONSOLE, "give-back", **environment).returncode == 0

    assert sysrq.read_text() == "16\n"
    asked = log.read_text()
    assert "mask --runtime --quiet ctrl-alt-del.target" in asked
    assert "unmask --runtime --quiet ctrl-alt-del.target" in asked
    assert asked.count("isolate graphical.target") == 1
    assert "enable" not in asked  # nothing that outlives a restart


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze"
)
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for unit in (*FOLDER.glob("*.service"), *FOLDER.glob("*.target")):
        shutil.copy(unit, tmp_path)

    told = run("systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir()))

    ours = [line for line in told.stderr.splitlines() if "exam-kiosk" in line]
    assert [line for line in ours if "not executable" not in line] == []


def test_a_crashed_seat_is_started_again_and_a_seat_that_was_led_out_is_not() -> None:
    unit = (FOLDER / "exam-kiosk-session.service").read_text("utf-8")

    for line in (
        "Restart=always",
        "RestartSec=1",
        "RestartPreventExitStatus=77",
        "StartLimitIntervalSec=0",
        "ExecStopPost=-/usr/bin/exam-kiosk restore",
    ):
        assert line in unit


def test_the_recipe_for_windows_is_xml_with_one_program() -> None:
    file = ROOT / "packaging/windows/assigned-access.xml"
    root = ET.parse(file).getroot()
    space = "{http://schemas.microsoft.com/AssignedAccess/2017/config}"
    programs = [
        each.attrib["DesktopAppPath"].rpartition("\\")[2]
        for each in root.iter(f"{space}App")
    ]

    assert programs == ["exam-kiosk.exe", "ctfmon.exe"]
