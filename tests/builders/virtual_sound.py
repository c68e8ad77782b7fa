"""A sound card without hardware: a real sound server with a microphone and a speaker.

What is fed to the microphone is heard by the program under test; what the program plays
can be recorded. The microphone can be pulled, put back, suspended. Needs pulseaudio,
pulseaudio-utils and libasound2-plugins (packaging/system-packages.sh test).
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CARD_HZ = 48_000

# norewinds: else a null sink renders up to 2 s at once, and a microphone that was just
# opened hears nothing till the next time; no sound card does that.
SERVER_CONFIG = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=spk rate=48000 norewinds=1 sink_properties=device.description=Headphones
load-module module-null-sink sink_name=micfeed rate=48000 norewinds=1 sink_properties=device.description=MicFeed
load-module module-remap-source master=micfeed.monitor source_name=mic source_properties=device.description=Microphone
set-default-sink spk
set-default-source mic
"""

ALSA_CONFIG = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.pulse { type pulse }
ctl.pulse { type pulse }
"""

ALSA_SYSTEM_CONFIG = "/usr/share/alsa/alsa.conf"

Sound = NDArray[np.int16]


class SoundCardError(Exception):
    """The virtual card does not run: its packages are missing, or it broke."""


@dataclass(slots=True)
class Listening:
    """What a speaker or a microphone gave, as int16 at CARD_HZ, one channel.

    `first_loud_s` is when, by the monotonic clock, the first sample over `threshold`
    arrived here.
    """

    process: subprocess.Popen[bytes]
    threshold: int
    first_loud_s: float | None = None
    first_s: float | None = None
    pieces: list[bytes] = field(default_factory=list)
    loud: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def samples(self) -> Sound:
        whole = b"".join(self.pieces)
        return np.frombuffer(whole[: len(whole) // 2 * 2], "<i2").astype(np.int16)

    def listen_anew(self) -> None:
        """Forget what was loud till now."""
        self.first_loud_s = None
        self.loud.clear()

    def listen(self) -> None:
        assert self.process.stdout
        descriptor = self.process.stdout.fileno()
        while piece := os.read(descriptor, 4096):
            now = time.monotonic()
            self.first_s = self.first_s or now
            self.pieces.append(piece)
            if self.first_loud_s is None and _is_loud(piece, self.threshold):
                self.first_loud_s = now
                self.loud.set()


def _is_loud(piece: bytes, threshold: int) -> bool:
    steps = np.frombuffer(piece[: len(piece) // 2 * 2], "<i2").astype(np.int32)
    return bool(steps.size and np.abs(steps).max() > threshold)


@dataclass(slots=True, kw_only=True)
class VirtualSound:
    """A running sound server and what one does to it by hand."""

    folder: Path
    environment: dict[str, str]
    server: subprocess.Popen[bytes]
    started: list[subprocess.Popen[bytes]]

    def control(self, *words: str) -> str:
        """Run pactl."""
        return _run("pactl", *words)

    @contextlib.contextmanager
    def microphone_hears(
        self, sound: Sound, hz: int = CARD_HZ, *, buffer_ms: int = 20
    ) -> Iterator[None]:
        """Play into the microphone while the block runs, at most once through."""
        file = self.folder / f"fed-{time.monotonic_ns()}.raw"
        file.write_bytes(sound.astype("<i2").tobytes())
        process = subprocess.Popen(
            [
                "pacat",
                "--device=micfeed",
                "--raw",
                "--format=s16le",
                f"--rate={hz}",
                "--channels=1",
                f"--latency-msec={buffer_ms}",
                str(file),
            ],
            stdin=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.kill()
            process.wait()
            file.unlink()

    @contextlib.contextmanager
    def listening(
        self,
        source: str = "spk.monitor",
        threshold: int = 300,
        *,
        buffer_ms: int = 5,
    ) -> Iterator[Listening]:
        """Record what a speaker plays while the block runs."""
        process = subprocess.Popen(
            [
                "parec",
                f"--device={source}",
                "--raw",
                "--format=s16le",
                f"--rate={CARD_HZ}",
                "--channels=1",
                f"--latency-msec={buffer_ms}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        found = Listening(process=process, threshold=threshold)
        thread = threading.Thread(target=found.listen)
        thread.start()
        try:
            wait_until(lambda: found.first_s is not None, 3.0)
            yield found
        finally:
            process.kill()
            thread.join()
            assert process.stdout
            process.stdout.close()
            process.wait()

    def pull_microphone(self) -> None:
        self._unload("module-remap-source")

    def plug_microphone(self, *options: str, name: str = "mic") -> None:
        self.control(
            "load-module",
            "module-remap-source",
            "master=micfeed.monitor",
            f"source_name={name}",
            "source_properties=device.description=Microphone",
            *options,
        )
        self.control("set-default-source", name)

    def pull_speaker(self) -> None:
        modules = self.control("list", "short", "modules").splitlines()
        for line in modules:
            if "sink_name=spk" in line:
                self.control("unload-module", line.split()[0])

    def plug_speaker(self, name: str = "spk") -> None:
        self.control(
            "load-module",
            "module-null-sink",
            f"sink_name={name}",
            "rate=48000",
            "norewinds=1",
            f"sink_properties=device.description={name}",
        )

    def freeze_server(self) -> None:
        """Let the server answer nothing, as one that hangs."""
        self.server.send_signal(signal.SIGSTOP)

    def thaw_server(self) -> None:
        self.server.send_signal(signal.SIGCONT)

    def kill_server(self) -> None:
        self.server.kill()
        self.server.wait()

    def restart_server(self) -> None:
        """Start another in its place, with the same devices."""
        (self.folder / "pulse.sock").unlink(missing_ok=True)
        self.server = _started_server(self.folder, self.started)

    def put_back(self) -> None:
        """Bring the card to how it was: one microphone, one speaker, both the default."""
        modules = self.control("list", "short", "modules")
        for line in modules.splitlines():
            if "module-remap-source" in line and "source_name=mic " not in f"{line} ":
                self.control("unload-module", line.split()[0])
        if "sink_name=spk" not in modules:
            self.plug_speaker()
        if "module-remap-source" not in self.control("list", "short", "modules"):
            self.plug_microphone()
        self.control("set-default-source", "mic")
        self.control("set-default-sink", "spk")

    def _unload(self, kind: str) -> None:
        self.control("unload-module", kind)


def wait_until(is_so: Callable[[], bool], limit_s: float) -> None:
    """Wait for a condition; SoundCardError when it does not come about."""
    waiting = threading.Event()
    until = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > until:
            raise SoundCardError(f"not within {limit_s} s")
        waiting.wait(0.005)


@contextlib.contextmanager
def running_sound_card(folder: Path) -> Iterator[VirtualSound]:
    """Run a virtual card; this process and its children use it meanwhile.

    Raises:
        SoundCardError: it does not start.
    """
    socket = folder / "pulse.sock"
    (folder / "server.pa").write_text(SERVER_CONFIG.format(socket=socket), "utf-8")
    (folder / "asound.conf").write_text(ALSA_CONFIG, "utf-8")
    environment = {
        "PULSE_SERVER": f"unix:{socket}",
        "PULSE_COOKIE": str(folder / "cookie"),
        "ALSA_CONFIG_PATH": f"{ALSA_SYSTEM_CONFIG}:{folder / 'asound.conf'}",
    }
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    started: list[subprocess.Popen[bytes]] = []
    try:
        server = _started_server(folder, started)
        yield VirtualSound(
            folder=folder, environment=environment, server=server, started=started
        )
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _started_server(
    folder: Path, started: list[subprocess.Popen[bytes]]
) -> subprocess.Popen[bytes]:
    home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    folder.chmod(0o700)
    try:
        server = subprocess.Popen(
            [
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--disable-shm=yes",
                "--use-pid-file=no",
                f"--log-target=file:{folder / 'server.log'}",
                "-F",
                str(folder / "server.pa"),
            ],
            env={**os.environ, **home},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise SoundCardError("packaging/system-packages.sh test") from error
    started.append(server)
    wait_until((folder / "pulse.sock").exists, 5.0)
    wait_until(_answers, 5.0)
    # An idle null sink stops delivering, as no sound card does.
    started.extend(_kept_awake(sink) for sink in ("spk", "micfeed"))
    wait_until(lambda: _run("pactl", "list", "short", "sinks").count("RUNNING") == 2, 5)
    return server


def _kept_awake(sink: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            "pacat",
            f"--device={sink}",
            "--raw",
            "--rate=48000",
            "--channels=1",
            "--latency-msec=20",
            "/dev/zero",
        ],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # it says when its server is killed
    )


def _answers() -> bool:
    try:
        return "Default Source: mic" in _run("pactl", "info")
    except subprocess.CalledProcessError:
        return False


def _run(*command: str) -> str:
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        timeout=5,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"},
    )
    return done.stdout
