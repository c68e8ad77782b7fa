"""Measuring this computer for an exam. Slow (disk, wire, microphone): background only."""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from kiosk.audio.level import SILENCE_DBFS, Level
from kiosk.audio.ports import (
    Devices,
    RecordEnd,
    Recorder,
    SoundDevice,
    TakeChunk,
    TakeEnd,
)
from kiosk.clock import Clock, moment
from kiosk.readiness import system_probes
from kiosk.readiness.facts import ForgettingSign, MicrophoneSample, SeatFacts
from kiosk.storage.start_count import Start
from question_bank.errors import ExamRoomError
from question_bank.formats.seat_protocol import SeatView

_log = logging.getLogger(__name__)

LISTEN_MS = 1_200
"""Long enough for a room's noise; short enough for somebody who waits."""
_LISTEN_WAIT_S = 6.0
"""The first capture of a process may take 1.4 s to give its first sample."""


class SeatLine(Protocol):
    """One question to the server."""

    def seat(self) -> SeatView:
        """Return what the server says of this seat."""
        ...


class SeatEars(Protocol):
    """What is asked of the sound engine."""

    @property
    def recorder(self) -> Recorder:
        """Records."""
        ...

    @property
    def devices(self) -> Devices:
        """Lists devices."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """What the seat has of its room's session; None: no session is known.

    Attributes:
        oldest_program: What the package asks for; None while it is not here.
    """

    has_package: bool | None = None
    has_room_card: bool | None = None
    oldest_program: str | None = None


def system_facts(
    data_folder: Path, environment: Mapping[str, str], program_version: str
) -> SeatFacts:
    """Return what the system itself says."""
    names = system_probes.program_names()
    known = names or ()
    return SeatFacts(
        disk_free_bytes=system_probes.disk_free_bytes(data_folder),
        is_disk_writable=system_probes.is_writable(data_folder),
        memory_available_bytes=system_probes.memory_available_bytes(),
        input_method=(
            None if names is None else system_probes.input_method(environment, names)
        ),
        power=system_probes.power(),
        program_version=program_version,
        forgetting=system_probes.forgetting_signs(data_folder, known),
        antivirus=None if names is None else system_probes.antivirus(names),
    )


def with_server(
    facts: SeatFacts, line: SeatLine, clock: Clock, start: Start
) -> SeatFacts:
    """Return the facts with what the server says: how quick, what time, what it remembers."""
    before = moment(clock)
    try:
        view = line.seat()
    except ExamRoomError as error:
        return replace(facts, server_problem=error.code)
    now = moment(clock)
    took_ms = now.boottime_ms - before.boottime_ms
    server_ms = round(view.server_time_utc.timestamp() * 1000) + took_ms // 2
    forgetting = facts.forgetting
    known = Start(count=view.known_start_count, start_id=view.known_start_id)
    if start.count and start.is_known_otherwise(known):
        _log.info("start %s here, %s at the server", start.count, known.count)
        forgetting = ((ForgettingSign.FORGOT, ""), *forgetting)
    return replace(
        facts,
        server_ms=took_ms,
        clock_offset_ms=now.wall_time_ms - server_ms,
        forgetting=forgetting,
    )


def with_sound(facts: SeatFacts, ears: SeatEars | None) -> SeatFacts:
    """Return the facts with headphones, and with what the microphone really hears."""
    if ears is None:
        return facts
    devices = ears.devices.devices()
    output = _default(devices.outputs)
    microphone = _default(devices.inputs)
    facts = replace(
        facts,
        headphones=output.name if output is not None else "",
        has_microphone=microphone is not None,
    )
    if microphone is None:
        return facts
    return replace(facts, microphone=_listen(ears.recorder, microphone.name))


def with_room(facts: SeatFacts, room: RoomFacts) -> SeatFacts:
    """Return the facts with what is here of the room's session."""
    return replace(
        facts,
        has_package=room.has_package,
        has_room_card=room.has_room_card,
        oldest_program=room.oldest_program,
    )


def _default(found: tuple[SoundDevice, ...]) -> SoundDevice | None:
    named = [device for device in found if device.is_default]
    return next(iter((*named, *found)), None)


def _listen(recorder: Recorder, name: str) -> MicrophoneSample | None:
    listener = _Listener()
    recorder.start(LISTEN_MS, listener)
    if not listener.is_done.wait(_LISTEN_WAIT_S):
        recorder.stop()
        return MicrophoneSample(device_name=name, peak_dbfs=SILENCE_DBFS, is_dead=True)
    end = listener.end
    if end is None or end.reason in {RecordEnd.NO_DEVICE, RecordEnd.BUSY}:
        return None
    levels = end.facts.levels
    return MicrophoneSample(
        device_name=name,
        peak_dbfs=levels.peak_dbfs,
        is_dead=not end.frames or levels.peak_dbfs <= SILENCE_DBFS,
    )


class _Listener:
    """Waits for the end of one short recording; keeps no sample."""

    def __init__(self) -> None:
        self.is_done = threading.Event()
        self.end: TakeEnd | None = None

    def on_recording(self) -> None:
        """Nothing hangs on it."""

    def on_level(self, level: Level) -> None:
        """The summary at the end says enough."""

    def on_chunk(self, chunk: TakeChunk) -> None:
        """Nothing is kept."""

    def on_recording_ended(self, end: TakeEnd) -> None:
        self.end = end
        self.is_done.set()
