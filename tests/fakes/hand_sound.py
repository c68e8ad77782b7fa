"""A sound engine moved by hand: says what it was told, and tells what a test wants."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.app.main_thread import MainThread
from kiosk.audio.level import Level
from kiosk.audio.ports import (
    CODEC_FLAC,
    NO_DEVICES,
    DevicesListener,
    PlayEnd,
    PlayerListener,
    RecordEnd,
    RecorderListener,
    SoundDevice,
    SoundDevices,
    TakeChunk,
    TakeEnd,
)
from kiosk.audio.take_check import LevelSummary, TakeFacts

HEADSET = SoundDevices(
    inputs=(SoundDevice(device_id="mic", name="USB 耳麦", is_default=True),),
    outputs=(SoundDevice(device_id="ears", name="USB 耳麦", is_default=True),),
)
SPEECH = Level(peak_dbfs=-12.0, rms_dbfs=-20.0, clipped_share=0.0, is_constant=False)
HUSH = Level(peak_dbfs=-70.0, rms_dbfs=-75.0, clipped_share=0.0, is_constant=False)
DEAD = Level(peak_dbfs=-96.0, rms_dbfs=-96.0, clipped_share=0.0, is_constant=True)

GOOD = LevelSummary(
    peak_dbfs=-6.0, speech_dbfs=-22.0, audible_ms=60_000, clipped_share=0.0
)
FRAMES_A_CHUNK = 8_000


class NowThread(MainThread):
    """Runs what is posted at once: there is only one thread in a test."""

    def post(self, deliver: Callable[[], None]) -> None:
        deliver()


@dataclass
class HandPlayer:
    """Plays nothing.

    Attributes:
        listener: Of the sound that "plays"; None: none does.
    """

    listener: PlayerListener | None = None
    sound: bytes = b""
    from_ms: int = 0
    volume: int = 0
    output: str | None = None
    position_ms: int = 0

    def warm_up(self) -> None:
        pass

    def play(self, sound: bytes, from_ms: int, listener: PlayerListener) -> None:
        self.stop()
        self.sound, self.from_ms, self.listener = sound, from_ms, listener
        self.position_ms = from_ms

    def stop(self) -> None:
        if self.listener is not None:
            self.end(PlayEnd.STOPPED)

    def set_volume(self, percent: int) -> None:
        self.volume = percent

    def use_output(self, device_id: str | None) -> None:
        self.output = device_id

    def begin(self) -> None:
        assert self.listener is not None
        self.listener.on_playing()

    def go_to(self, position_ms: int) -> None:
        assert self.listener is not None
        self.position_ms = position_ms
        self.listener.on_position(position_ms)

    def end(self, end: PlayEnd = PlayEnd.FINISHED) -> None:
        listener, self.listener = self.listener, None
        assert listener is not None
        listener.on_play_ended(self.position_ms, end)


@dataclass
class HandRecorder:
    """Hears nothing.

    Attributes:
        answers_stop: Whether `stop` ends the take at once; False: the last chunk hangs.
    """

    listener: RecorderListener | None = None
    most_ms: int = 0
    chunks: int = 0
    is_warm: bool = False
    input: str | None = None
    answers_stop: bool = True

    def warm_up(self) -> None:
        self.is_warm = True

    def cool_down(self) -> None:
        self.is_warm = False

    def start(self, most_ms: int, listener: RecorderListener) -> None:
        self.most_ms, self.listener, self.chunks = most_ms, listener, 0

    def stop(self) -> None:
        if self.listener is not None and self.answers_stop:
            self.end(RecordEnd.STOPPED)

    def use_input(self, device_id: str | None) -> None:
        self.input = device_id

    def begin(self) -> None:
        assert self.listener is not None
        self.listener.on_recording()

    def hear(self, level: Level = SPEECH) -> None:
        assert self.listener is not None
        self.listener.on_level(level)

    def chunk(self) -> None:
        assert self.listener is not None
        self.listener.on_chunk(
            TakeChunk(
                index=self.chunks,
                codec=CODEC_FLAC,
                frames=FRAMES_A_CHUNK,
                dropped_frames=0,
                audio=b"fLaC",
            )
        )
        self.chunks += 1

    def end(
        self, reason: RecordEnd = RecordEnd.STOPPED, levels: LevelSummary = GOOD
    ) -> None:
        listener, self.listener = self.listener, None
        assert listener is not None
        frames = self.chunks * FRAMES_A_CHUNK
        facts = TakeFacts(
            duration_ms=frames // 16,
            asked_ms=self.most_ms,
            frames=frames,
            dropped_frames=0,
            levels=levels,
            device_id="mic",
            device_name="USB 耳麦",
        )
        listener.on_recording_ended(
            TakeEnd(frames=frames, dropped_frames=0, reason=reason, facts=facts)
        )


@dataclass
class HandDevices:
    """Lists what a test plugs in."""

    found: SoundDevices = HEADSET
    listeners: list[DevicesListener] = field(default_factory=list)

    def devices(self) -> SoundDevices:
        return self.found

    def watch(self, listener: DevicesListener) -> None:
        self.listeners.append(listener)
        listener.on_devices(self.found)

    def plug(self, found: SoundDevices = HEADSET) -> None:
        self.found = found
        for listener in self.listeners:
            listener.on_devices(found)

    def pull(self) -> None:
        self.plug(NO_DEVICES)


@dataclass
class HandSound:
    """The engine."""

    player: HandPlayer = field(default_factory=HandPlayer)
    recorder: HandRecorder = field(default_factory=HandRecorder)
    devices: HandDevices = field(default_factory=HandDevices)
    is_closed: bool = False

    def close(self) -> None:
        self.is_closed = True
