"""The seat's one sound engine as the desks see it: all on the interface thread.

The engine is loaded behind the first window; until it is there, and where there is none,
everything ends with NO_DEVICE at once. Its listeners' news come back in order through
`MainThread`; news of a sound or a take that was replaced meanwhile still arrive at their
own listener, never at the next one's.
"""

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QTimer

from kiosk.app.main_thread import MainThread
from kiosk.audio.level import Level
from kiosk.audio.ports import (
    NO_DEVICES,
    Devices,
    PlayEnd,
    Player,
    PlayerListener,
    RecordEnd,
    Recorder,
    RecorderListener,
    SoundDevice,
    SoundDevices,
    TakeChunk,
    TakeEnd,
)
from kiosk.audio.take_check import NO_LEVELS, TakeFacts

READY_WITHIN_MS = 5_000
"""Loading takes half a second on a quiet computer; after this there is no sound."""

FIRST_VOLUME = 80
"""Percent; the headset check invites to change it."""


class SoundEngine(Protocol):
    """What the seat plays, records and lists devices with."""

    @property
    def player(self) -> Player:
        """Plays."""
        ...

    @property
    def recorder(self) -> Recorder:
        """Records."""
        ...

    @property
    def devices(self) -> Devices:
        """Lists devices."""
        ...

    def close(self) -> None:
        """End all threads and streams; news of what ran were told before."""
        ...


class SeatSound:
    """Volume, devices, playing and recording of this seat.

    Attributes:
        devices: What is plugged in.
        volume: In percent.
        input_id, output_id: What was chosen; None: what the system uses.
        checked_input: Microphone of the headset check; None: there was none.
    """

    def __init__(self, main_thread: MainThread) -> None:
        self._main_thread = main_thread
        self._engine: SoundEngine | None = None
        self._followers: list[Callable[[], None]] = []
        self._taking: _PostedTake | None = None
        self._knows_devices = False
        self._waiting: list[Callable[[], None]] = []
        self.devices: SoundDevices = NO_DEVICES
        self.volume = FIRST_VOLUME
        self.input_id: str | None = None
        self.output_id: str | None = None
        self.checked_input: str | None = None

    def take_engine(self, engine: SoundEngine) -> None:
        """Use this engine from now on."""
        self._engine = engine
        engine.player.set_volume(self.volume)
        engine.player.use_output(self.output_id)
        engine.recorder.use_input(self.input_id)
        engine.devices.watch(self)
        self._tell()

    def close(self) -> None:
        """End the engine."""
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def follow(self, on_change: Callable[[], None]) -> None:
        """Tell from now on when devices or settings have changed."""
        self._followers.append(on_change)

    def reset(self) -> None:
        """Forget what one candidate chose."""
        self.checked_input = None
        self.set_volume(FIRST_VOLUME)
        self.use_output(None)
        self.use_input(None)

    # ------------------------------------------------------------ settings

    @property
    def is_ready(self) -> bool:
        """Whether the engine was loaded and has looked what is plugged in."""
        return self._knows_devices

    def when_ready(self, then: Callable[[], None]) -> None:
        """Call `then` once sound is ready: mostly at once, READY_WITHIN_MS at the latest.

        Right after a start somebody may press before the engine is there.
        """
        if self._knows_devices:
            then()
            return
        self._waiting.append(then)
        if len(self._waiting) == 1:
            QTimer.singleShot(READY_WITHIN_MS, self._run_waiting)

    def _run_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    @property
    def engine(self) -> SoundEngine | None:
        """The engine itself, for what listens without a candidate; None before it is there."""
        return self._engine

    @property
    def input(self) -> SoundDevice | None:
        """The microphone that the next take uses, as far as is known."""
        return _used(self.devices.inputs, self.input_id)

    @property
    def output(self) -> SoundDevice | None:
        """The headphones that play, as far as is known."""
        return _used(self.devices.outputs, self.output_id)

    def set_volume(self, percent: int) -> None:
        """Set the volume, 0 to 100, at once."""
        self.volume = percent
        if self._engine is not None:
            self._engine.player.set_volume(percent)
        self._tell()

    def use_output(self, device_id: str | None) -> None:
        """Play here, also what plays already."""
        self.output_id = device_id
        if self._engine is not None:
            self._engine.player.use_output(device_id)
        self._tell()

    def use_input(self, device_id: str | None) -> None:
        """Record from here, from the next take on."""
        self.input_id = device_id
        if self._engine is not None:
            self._engine.recorder.use_input(device_id)
        self._tell()

    # ------------------------------------------------------------ sound

    def play(self, sound: bytes, from_ms: int, listener: PlayerListener) -> None:
        """Play a sound; ends what plays."""
        posted = _PostedPlay(self._main_thread, listener)
        if self._engine is None:
            posted.on_play_ended(from_ms, PlayEnd.NO_DEVICE)
        else:
            self._engine.player.play(sound, from_ms, posted)

    def stop_playing(self) -> None:
        """End what plays."""
        if self._engine is not None:
            self._engine.player.stop()

    def warm_up(self) -> None:
        """Open both devices, so that what comes next begins at once."""
        if self._engine is not None:
            self._engine.player.warm_up()
            self._engine.recorder.warm_up()

    def warm_up_player(self) -> None:
        """Open the headphones only."""
        if self._engine is not None:
            self._engine.player.warm_up()

    def cool_down(self) -> None:
        """Close the microphone."""
        if self._engine is not None:
            self._engine.recorder.cool_down()

    def record(self, most_ms: int, listener: RecorderListener) -> None:
        """Record a take; ends one that runs."""
        posted = self._taking = _PostedTake(self._main_thread, listener)
        if self._engine is None:
            posted.on_recording_ended(_nothing_recorded(most_ms))
        else:
            self._engine.recorder.start(most_ms, posted)

    def stop_recording(self) -> None:
        """End the take; its last chunk and its end are still told."""
        if self._engine is not None:
            self._engine.recorder.stop()

    def finish_recording(self, wait_s: float) -> None:
        """End the take and hear its last chunk now; for the program's end only.

        Waits for it, `wait_s` at most.
        """
        taking = self._taking
        self.stop_recording()
        if taking is not None and taking.ended.wait(wait_s):
            self._main_thread.deliver_now()

    # ------------------------------------------------------------ from the engine

    def on_devices(self, devices: SoundDevices) -> None:
        """Something came or went; on the engine's thread."""
        self._main_thread.post(lambda: self._note_devices(devices))

    def _note_devices(self, devices: SoundDevices) -> None:
        self.devices = devices
        self._knows_devices = True
        self._tell()
        self._run_waiting()

    def _tell(self) -> None:
        for follower in tuple(self._followers):
            follower()


class _PostedPlay:
    """Hands a play's news to the interface thread."""

    def __init__(self, main_thread: MainThread, listener: PlayerListener) -> None:
        self._post = main_thread.post
        self._listener = listener

    def on_playing(self) -> None:
        self._post(self._listener.on_playing)

    def on_position(self, position_ms: int) -> None:
        self._post(lambda: self._listener.on_position(position_ms))

    def on_play_ended(self, position_ms: int, end: PlayEnd) -> None:
        self._post(lambda: self._listener.on_play_ended(position_ms, end))


class _PostedTake:
    """Hands a take's news to the interface thread.

    Attributes:
        ended: Set once the end was posted.
    """

    def __init__(self, main_thread: MainThread, listener: RecorderListener) -> None:
        self._post = main_thread.post
        self._listener = listener
        self.ended = threading.Event()

    def on_recording(self) -> None:
        self._post(self._listener.on_recording)

    def on_level(self, level: Level) -> None:
        self._post(lambda: self._listener.on_level(level))

    def on_chunk(self, chunk: TakeChunk) -> None:
        self._post(lambda: self._listener.on_chunk(chunk))

    def on_recording_ended(self, end: TakeEnd) -> None:
        self._post(lambda: self._listener.on_recording_ended(end))
        self.ended.set()


def _used(found: tuple[SoundDevice, ...], chosen: str | None) -> SoundDevice | None:
    named = [device for device in found if device.device_id == chosen]
    default = [device for device in found if device.is_default]
    return next(iter((*named, *default, *found)), None)


def _nothing_recorded(most_ms: int) -> TakeEnd:
    facts = TakeFacts(
        duration_ms=0,
        asked_ms=most_ms,
        frames=0,
        dropped_frames=0,
        levels=NO_LEVELS,
        device_id=None,
        device_name="",
    )
    return TakeEnd(frames=0, dropped_frames=0, reason=RecordEnd.NO_DEVICE, facts=facts)
