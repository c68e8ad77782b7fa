"""A network cable with weather: a namespace of its own, joined by a wire that this test holds.

    with lossy_wire("seats") as wire:
        run([*wire.prefix, …])              # sees the server at wire.host
        wire.weather = Weather(delay_ms=200, jitter_ms=100, loss=0.2)
        wire.weather = UNPLUGGED

Two TAP devices, one in the new namespace; every frame of either direction passes through
this process, which delays, loses, doubles and reorders as `tc netem` would: the kernel of
the machines where this was written has no netem. Skips where namespaces are forbidden.
"""

import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

_TUNSETIFF = 0x400454CA
_IFF_TAP_NO_PI = 0x0002 | 0x1000
_MOST_FRAME = 2048
_PREFIX_BITS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What happens to a frame; the words and meanings of tc-netem(8).

    Attributes:
        delay_ms, jitter_ms: Each frame takes delay ± jitter, evenly spread.
        loss, duplicate: Shares of frames, 0 … 1.
        reorder: Share that is sent at once, before those that are delayed.
    """

    delay_ms: float = 0
    jitter_ms: float = 0
    loss: float = 0
    duplicate: float = 0
    reorder: float = 0


FAIR = Weather()
UNPLUGGED = Weather(loss=1.0)
FOUL = Weather(delay_ms=200, jitter_ms=100, loss=0.2, duplicate=0.05, reorder=0.25)
"""trust.md R7."""


class LossyWire:
    """The wire; its thread runs until `stop`.

    Attributes:
        weather: May be set at any time, by any thread.
        host: This machine, as the namespace sees it.
        prefix: Words before a command that is to run at the other end.
        frames: How many passed or were lost.
    """

    def __init__(self, name: str, seed: int = 1) -> None:
        self.weather = FAIR
        self.frames = 0
        self._name = name
        net = 16 + os.getpid() % 200
        self.host, self._far_host = f"10.{net}.77.1", f"10.{net}.77.2"
        self.prefix = ("ip", "netns", "exec", name)
        self._near, self._far = f"{name}-n", f"{name}-f"
        self._rng = random.Random(seed)
        self._stop_read, self._stop_write = os.pipe()
        self._waiting: list[tuple[float, int, int, bytes]] = []
        self._ends: list[int] = []
        self._thread = threading.Thread(target=self._carry, name="lossy-wire")

    def set_weather(self, weather: Weather) -> None:
        """Let it be other weather."""
        self.weather = weather

    def start(self) -> None:
        """Lay the wire.

        Raises:
            OSError, subprocess.CalledProcessError: it is forbidden here.
        """
        _ip("netns", "add", self._name)
        self._ends = [_tap(self._near), _tap(self._far)]
        _ip("link", "set", self._far, "netns", self._name)
        inside = ("-n", self._name)
        for words, device, address in (
            ((), self._near, self.host),
            (inside, self._far, self._far_host),
        ):
            _ip(*words, "addr", "add", f"{address}/{_PREFIX_BITS}", "dev", device)
            _ip(*words, "link", "set", device, "up")
        _ip(*inside, "link", "set", "lo", "up")
        self._thread.start()

    def stop(self) -> None:
        """Take it away again, the namespace too."""
        os.write(self._stop_write, b"x")
        if self._thread.ident is not None:
            self._thread.join()
        for descriptor in (*self._ends, self._stop_read, self._stop_write):
            os.close(descriptor)
        subprocess.run(["ip", "netns", "del", self._name], check=False)

    def _carry(self) -> None:
        other = dict(zip(self._ends, reversed(self._ends), strict=True))
        while True:
            wait_s = self._waiting[0][0] - time.monotonic() if self._waiting else 1.0
            ready, _, _ = select.select(
                [*self._ends, self._stop_read], [], [], max(0.0, wait_s)
            )
            if self._stop_read in ready:
                return
            for end in ready:
                self._take(os.read(end, _MOST_FRAME), other[end])
            while self._waiting and self._waiting[0][0] <= time.monotonic():
                _due_s, _number, end, frame = heapq.heappop(self._waiting)
                os.write(end, frame)

    def _take(self, frame: bytes, end: int) -> None:
        weather, rng = self.weather, self._rng
        copies = 1 + (rng.random() < weather.duplicate)
        for _ in range(copies):
            self.frames += 1
            if rng.random() < weather.loss:
                continue
            jitter_ms = rng.uniform(-weather.jitter_ms, weather.jitter_ms)
            delay_s = max(0.0, weather.delay_ms + jitter_ms) / 1000
            if rng.random() < weather.reorder:
                delay_s = 0.0
            due_s = time.monotonic() + delay_s
            heapq.heappush(self._waiting, (due_s, self.frames, end, frame))


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _tap(name: str) -> int:
    descriptor = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(
        descriptor, _TUNSETIFF, struct.pack("16sH", name.encode(), _IFF_TAP_NO_PI)
    )
    return descriptor


@contextmanager
def lossy_wire(name: str) -> Iterator[LossyWire]:
    """Lay a wire for the block; skips the test where that is forbidden."""
    wire = LossyWire(f"{name}{os.getpid() % 10_000}")
    try:
        wire.start()
    except (OSError, subprocess.CalledProcessError) as error:
        wire.stop()
        pytest.skip(f"no network namespace may be made here: {error}")
    try:
        yield wire
    finally:
        wire.stop()
