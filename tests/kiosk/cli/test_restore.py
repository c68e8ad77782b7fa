"""exam-kiosk restore: real desktop settings, changed by a process that was killed."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.lockdown.desktop_settings import GSettings
from kiosk.lockdown.lock_changes import RECORD_NAME
from kiosk.storage.data_folder_lock import DataFolderLock

TARGET = "com.github.libpinyin.ibus-libpinyin.libpinyin dynamic-adjust"
OTHER = "org.freedesktop.ibus.general switcher-delay-time"

# Changes two real settings, says so, and waits to be killed.
VICTIM = f"""
import sys
from pathlib import Path
from kiosk.app.machine_changes import lock_changes
from kiosk.lockdown.lock_changes import ChangeKind
changes = lock_changes(Path(sys.argv[1]))
assert changes.make(ChangeKind.GSETTING, {TARGET!r}, "false")
assert changes.make(ChangeKind.GSETTING, {OTHER!r}, "7")
print("changed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GSettings:
    """Real settings of an account of its own: a file that only this test writes."""
    if shutil.which("gsettings") is None:
        pytest.skip("no gsettings: packaging/system-packages.sh test")
    monkeypatch.setenv("GSETTINGS_BACKEND", "keyfile")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = GSettings()
    settings.write(OTHER, "400")
    return settings


@pytest.mark.slow  # a process of its own, killed
def test_what_a_killed_lock_left_is_put_back_once(
    tmp_path: Path, desktop: GSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "seat"
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
        text=True,
    )
    assert victim.stdout is not None
    assert victim.stdin is not None
    assert victim.stdout.readline() == "changed\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    victim.stdin.close()
    victim.stdout.close()
    assert (desktop.read(TARGET), desktop.read(OTHER)) == ("false", "7")

    assert main(["restore", "--data", str(data)]) == 0
    told = capsys.readouterr().out
    assert main(["restore", "--data", str(data)]) == 0

    assert (desktop.read(TARGET), desktop.read(OTHER)) == ("true", "400")
    assert TARGET in told
    assert "没有需要恢复的设置" in capsys.readouterr().out


def test_a_seat_that_runs_is_left_to_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = DataFolderLock(tmp_path / "seat")

    assert main(["restore", "--data", str(tmp_path / "seat")]) == 1

    lock.release()
    assert "SEAT_RUNNING" in capsys.readouterr().err


@pytest.mark.expects_logs("kiosk.lockdown.lock_changes")
def test_what_this_account_cannot_put_back_is_named_and_stays_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "seat" / RECORD_NAME
    record.parent.mkdir()
    kept = (
        '{"changes":[{"after":"1","before":null,"kind":"registry",'
        '"target":"Policies System"}],"format_version":1}'
    )
    record.write_text(kept, "utf-8")

    assert main(["restore", "--data", str(tmp_path / "seat")]) == 1

    told = capsys.readouterr().err
    assert "LOCK_NOT_PUT_BACK" in told
    assert "Policies System" in told
    assert record.read_text("utf-8") == kept


def test_a_seat_that_never_ran_has_nothing_to_put_back(tmp_path: Path) -> None:
    assert main(["restore", "--data", str(tmp_path / "none")]) == 0
    assert not (tmp_path / "none").exists()
