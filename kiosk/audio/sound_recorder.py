"""A `Recorder` over sound cards. One worker; the card's callback only fills a ring."""

from dataclasses import dataclass
from functools import partial

from kiosk.audio.capture import Capture
from kiosk.audio.ports import (
    SAMPLE_RATE_HZ,
    RecordEnd,
    RecorderListener,
    SoundDevices,
    TakeEnd,
)
from kiosk.audio.sound_cards import SoundCards
from kiosk.audio.sound_coding import code_chunk
from kiosk.audio.sound_devices import chosen_device
from kiosk.audio.sound_library import DeviceBusyError, NoDeviceError
from kiosk.audio.take_check import TakeFacts
from kiosk.audio.take_maker import TakeMaker
from kiosk.audio.worker import Worker
from kiosk.clock import Clock

WARM_S = 180.0
"""How long a microphone stays open unused: longer than any preparation time."""

STOP_TAIL_S = 0.06
"""Two of the card's periods: what was said before "stop" is still on its way."""


@dataclass(slots=True, kw_only=True)
class _Take:
    maker: TakeMaker
    listener: RecorderListener
    most_ms: int
    has_begun: bool = False
    stop_at_s: float | None = None


class SoundRecorder:
    """Records one take at a time; calls for any thread, listeners on the worker."""

    def __init__(self, cards: SoundCards, clock: Clock) -> None:
        self._cards = cards
        self._clock = clock
        self._capture: Capture | None = None
        self._take: _Take | None = None
        self._device_id: str | None = None
        self._warm_until_s = 0.0
        self._worker = Worker("sound-recorder", self._tick)

    def warm_up(self) -> None:
        """Open the microphone and throw away what it hears."""
        self._worker.post(self._warm_up)

    def cool_down(self) -> None:
        """Close the microphone, if nothing is recorded."""
        self._worker.post(self._cool_down)

    def start(self, most_ms: int, listener: RecorderListener) -> None:
        """Record until `stop` or `most_ms`."""
        self._worker.post(partial(self._start, most_ms, listener))

    def stop(self) -> None:
        """End the take, with what was said until now."""
        self._worker.post(partial(self._stop, self._clock.boottime_s() + STOP_TAIL_S))

    def use_input(self, device_id: str | None) -> None:
        """Record from here, from the next take on."""
        self._worker.post(partial(self._use_input, device_id))

    def on_devices(self, devices: SoundDevices) -> None:
        """Take in what is plugged in: a `DevicesListener`."""
        self._worker.post(partial(self._on_devices, devices))

    def close(self) -> None:
        """End a take, close the microphone, end the worker."""
        self._worker.close(partial(self._end, RecordEnd.STOPPED, is_cold=True))

    def _warm_up(self) -> None:
        self._warm_until_s = self._clock.boottime_s() + WARM_S
        try:
            self._open()
        except OSError:
            return  # `start` says it

    def _cool_down(self) -> None:
        if self._take is None:
            self._close()

    def _use_input(self, device_id: str | None) -> None:
        self._device_id = device_id
        if self._take is None and self._capture:
            self._warm_up()

    def _on_devices(self, devices: SoundDevices) -> None:
        if self._capture and self._capture.device.device_id not in {
            device.device_id for device in devices.inputs
        }:
            self._end(RecordEnd.DEVICE_LOST, is_cold=True)

    def _start(self, most_ms: int, listener: RecorderListener) -> None:
        if self._take:
            self._end(RecordEnd.STOPPED)
        self._take = _Take(
            maker=TakeMaker(most_ms * SAMPLE_RATE_HZ // 1000, code_chunk),
            listener=listener,
            most_ms=most_ms,
        )
        try:
            capture = self._open()
        except NoDeviceError:
            self._end(RecordEnd.NO_DEVICE)
        except DeviceBusyError:
            self._end(RecordEnd.BUSY)
        else:
            capture.forget()

    def _stop(self, at_s: float) -> None:
        if self._take and self._take.stop_at_s is None:
            self._take.stop_at_s = at_s

    def _open(self) -> Capture:
        """Return a running capture of the device to be used now."""
        device = chosen_device(self._cards.devices().inputs, self._device_id)
        if self._capture and (
            self._capture.is_lost()
            or device is None
            or device.device_id != self._capture.device.device_id
        ):
            self._close()
        if self._capture is None:
            self._capture = self._cards.open_capture(self._device_id)
        return self._capture

    def _close(self) -> None:
        if self._capture:
            self._cards.close(self._capture)
            self._capture = None

    def _tick(self) -> bool:
        capture = self._capture
        if capture is None:
            return False
        if self._take is None:
            capture.forget()
            if capture.is_lost() or self._clock.boottime_s() > self._warm_until_s:
                self._close()
        else:
            self._tend(capture, self._take)
        return self._capture is not None

    def _tend(self, capture: Capture, take: _Take) -> None:
        is_lost = capture.is_lost()  # asked first: what comes till then is taken
        self._take_in(capture, take)
        if take.maker.is_full:
            self._end(RecordEnd.TIME_UP)
        elif is_lost and capture.has_begun():
            self._end(RecordEnd.DEVICE_LOST, is_cold=True)
        elif is_lost:
            self._end(RecordEnd.BUSY, is_cold=True)
        elif take.stop_at_s is not None and self._clock.boottime_s() >= take.stop_at_s:
            self._end(RecordEnd.STOPPED)

    def _take_in(self, capture: Capture, take: _Take) -> None:
        heard = capture.take()
        if heard.samples.size and not take.has_begun:
            take.has_begun = True
            take.listener.on_recording()
        pieces = take.maker.next_pieces(heard.samples, heard.dropped_frames)
        for level in pieces.levels[-1:]:
            take.listener.on_level(level)
        for chunk in pieces.chunks:
            take.listener.on_chunk(chunk)

    def _end(self, reason: RecordEnd, *, is_cold: bool = False) -> None:
        """End the take, if one runs, and the capture if it is no good any more."""
        take, self._take = self._take, None
        capture = self._capture
        if take:
            if capture:
                self._take_in(capture, take)
            self._tell_end(take, capture, reason)
            self._warm_until_s = self._clock.boottime_s() + WARM_S
        if is_cold:
            self._close()

    def _tell_end(
        self, take: _Take, capture: Capture | None, reason: RecordEnd
    ) -> None:
        maker = take.maker
        for chunk in maker.last_chunks():
            take.listener.on_chunk(chunk)
        dropped = maker.dropped_frames + (capture.last_dropped() if capture else 0)
        facts = TakeFacts(
            duration_ms=maker.frames * 1000 // SAMPLE_RATE_HZ,
            asked_ms=take.most_ms,
            frames=maker.frames,
            dropped_frames=dropped,
            levels=maker.summary(),
            device_id=capture.device.device_id if capture else None,
            device_name=capture.device.name if capture else "",
        )
        take.listener.on_recording_ended(
            TakeEnd(
                frames=maker.frames, dropped_frames=dropped, reason=reason, facts=facts
            )
        )
