"""The sound library, PortAudio through sounddevice: what it lists, what it opens.

Loaded on first use, and never needed: where it is missing the list is empty. Drivers
hang; calls that don't come back in time are given up. Not for several threads at once.
"""

import importlib
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from kiosk.audio.sample_ring import Frames
from kiosk.audio.sound_devices import CardDevice
from kiosk.audio.worker import run_within

DRIVER_WITHIN_S = 2.5
"""An open or close that takes longer is given up; the longest seen took 0.3 s."""

SoundModule = Any
"""sounddevice has no types."""

logger = logging.getLogger(__name__)


class NoDeviceError(OSError):
    """There is nothing to open. Never leaves this package."""


class DeviceBusyError(OSError):
    """There is something, and it does not open. Never leaves this package."""


class Stream(Protocol):
    """What is needed of a stream of the library."""

    @property
    def latency(self) -> float:
        """Seconds in the device's buffers."""
        ...

    def start(self) -> None:
        """Begin to call back."""
        ...

    def abort(self) -> None:
        """Stop at once."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class StreamStatus(Protocol):
    """What the library says with each callback."""

    @property
    def input_overflow(self) -> bool:
        """Whether the driver lost sound before this block."""
        ...


class StreamUser(Protocol):
    """Who is called back, on the card's thread."""

    def on_frames(
        self, frames: Frames, count: int, time: object, status: StreamStatus, /
    ) -> None:
        """Fill or copy `frames`; wait for nothing."""
        ...

    def on_finished(self) -> None:
        """Take in that no more calls come."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamShape:
    """What to open.

    Attributes:
        card_index: Of `CardDevice`.
        rate_hz: What the device shall run at.
        channels: 1 or 2.
        latency_s: What its buffers shall hold.
    """

    card_index: int
    rate_hz: int
    channels: int
    latency_s: float


def sounddevice_module() -> SoundModule:
    """Import the library, which starts PortAudio.

    Raises:
        OSError: PortAudio is not on this machine.
        ImportError: sounddevice is not.
    """
    return importlib.import_module("sounddevice")


class SoundLibrary:
    """PortAudio, once in a process."""

    def __init__(self, load: Callable[[], SoundModule] = sounddevice_module) -> None:
        self._load = load
        self._has_tried = False
        self._is_down = False
        self._module: SoundModule | None = None

    def cards(self) -> tuple[CardDevice, ...]:
        """Return what PortAudio found when it was started last; empty without it.

        One that did not start, as may happen while cards come and go, is started again.
        """
        if self._is_down:
            self.start_anew()
        module = self._loaded()
        if module is None or self._is_down:
            return ()
        host_apis = [api["name"] for api in module.query_hostapis()]
        default_input, default_output = module.default.device
        return tuple(
            CardDevice(
                index=index,
                name=device["name"],
                host_api=host_apis[device["hostapi"]],
                input_channels=device["max_input_channels"],
                output_channels=device["max_output_channels"],
                default_rate_hz=round(device["default_samplerate"]),
                is_default_input=index == default_input,
                is_default_output=index == default_output,
            )
            for index, device in enumerate(module.query_devices())
        )

    def start_anew(self) -> None:
        """Let PortAudio look for devices again; no stream may be open."""
        module = self._loaded()
        if module is None:
            return
        with suppress(module.PortAudioError):  # it was not started
            module._terminate()  # noqa: SLF001 - sounddevice has no public name for it
        try:
            module._initialize()  # noqa: SLF001
            self._is_down = False
        except module.PortAudioError as error:
            self._is_down = True
            logger.info("PortAudio did not start anew: %s", error)

    def open_stream(self, user: StreamUser, shape: StreamShape, kind: str) -> Stream:
        """Open and start a stream.

        Args:
            kind: "InputStream" or "OutputStream".

        Raises:
            DeviceBusyError: the device refused, or did not answer; nothing stays open.
        """
        module = self._loaded()
        if module is None:
            raise DeviceBusyError("no sound library")
        opened: list[Stream] = []

        def open_and_start() -> None:
            try:
                stream = getattr(module, kind)(
                    samplerate=shape.rate_hz,
                    channels=shape.channels,
                    device=shape.card_index,
                    dtype="int16",
                    latency=shape.latency_s,
                    callback=user.on_frames,
                    finished_callback=user.on_finished,
                )
                stream.start()
            except (module.PortAudioError, ValueError) as error:
                logger.info("a sound device does not open: %s", error)
            else:
                opened.append(stream)

        run_within(DRIVER_WITHIN_S, open_and_start)
        if not opened:
            raise DeviceBusyError(f"device {shape.card_index} at {shape.rate_hz} Hz")
        return opened[0]

    def close_stream(self, stream: Stream) -> None:
        """Stop and close a stream, whatever state its device is in."""
        module = self._loaded()
        if module is None:
            return

        def close() -> None:
            try:
                stream.abort()
                stream.close()
            except module.PortAudioError as error:
                logger.info("a sound device does not close: %s", error)

        if not run_within(DRIVER_WITHIN_S, close):
            logger.info("a sound device hangs in closing")

    def _loaded(self) -> SoundModule | None:
        if not self._has_tried:
            self._has_tried = True
            try:
                self._module = self._load()
            except (OSError, ImportError) as error:
                logger.info("no sound library: %s", error)
        return self._module
