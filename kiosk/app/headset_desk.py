"""The headset check: hear a sound, speak, hear oneself, and say that it is clear.

Lives on the interface thread. Who calls it decides what comes before and after.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.app.seat_sound import SeatSound
from kiosk.app.sound_settings_desk import follow_settings, settings_view
from kiosk.audio.level import Level, next_meter
from kiosk.audio.ports import PlayEnd, TakeChunk, TakeEnd
from kiosk.audio.take_check import FindingKind, Severity, check_take
from kiosk.audio.tones import headset_jingle
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.headset_check_view import (
    HeadsetAct,
    HeadsetActivity,
    HeadsetStage,
    HeadsetState,
    headset_check_view,
)

SPEAK_MS = 5_000
"""Of the candidate's try: the sentence takes three seconds to read."""

LEVEL_EVERY_S = 1 / 15
"""As the recorder tells levels."""


class HeadsetOutcome(StrEnum):
    """How the check ended."""

    CLEAR = "clear"
    """The candidate heard the sound and their own voice."""
    UNSOLVED = "unsolved"
    """It is not clear; the candidate goes on and the proctor was asked to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetResult:
    """What the check found.

    Attributes:
        tries: How often the candidate recorded, at least 0.
        input_id, input_name: The microphone; empty when there is none.
        output_name: The headphones; empty when there are none.
        findings: Codes of what the check of the last recording found, such as `silent`.
    """

    outcome: HeadsetOutcome
    tries: int
    input_id: str
    input_name: str
    output_name: str
    findings: tuple[str, ...] = ()


class HeadsetDesk:
    """Shows the check; one at a time."""

    def __init__(
        self, window: MainWindow, sound: SeatSound, on_help: Callable[[], None]
    ) -> None:
        """Prepare.

        Args:
            on_help: Called when the candidate wants the proctor to come.
        """
        self._window = window
        self._screen = window.headset_check
        self._sound = sound
        self._on_help = on_help
        self._on_done: Callable[[HeadsetResult], None] | None = None
        self._state = HeadsetState()
        self._try: _Try | None = None
        self._tries = 0
        self._own = b""
        self._screen.pressed.connect(self._on_press)
        follow_settings(self._screen.settings, sound)
        sound.follow(self._on_sound_changed)

    def show(self, on_done: Callable[[HeadsetResult], None]) -> None:
        """Bring the check up; `on_done` is called once, on the interface thread.

        While it is up already, it goes on where it is.
        """
        is_new = self._on_done is None
        self._on_done = on_done
        if is_new:
            self._sound.reset()
            self._tries, self._own = 0, b""
            self._state = HeadsetState()
        self._sound.warm_up()
        self._render()
        self._window.show_screen(self._screen)
        self._screen.focus_next()

    def close(self) -> None:
        """End the check without a result; nothing plays or records after it."""
        self._on_done = None
        self._own = b""
        self._stop()
        self._sound.cool_down()

    # ------------------------------------------------------------ presses

    def _on_press(self, act: HeadsetAct) -> None:
        if self._on_done is None:
            return
        match act:
            case HeadsetAct.PLAY:
                self._play(headset_jingle(), HeadsetActivity.PLAYING)
            case HeadsetAct.LISTEN:
                self._play(self._own, HeadsetActivity.PLAYING_OWN)
            case HeadsetAct.RECORD:
                self._record()
            case HeadsetAct.CLEAR:
                self._finish(HeadsetOutcome.CLEAR)
            case HeadsetAct.GO_ON:
                self._finish(HeadsetOutcome.UNSOLVED)
            case HeadsetAct.CALL:
                self._go(is_called=True)
                self._on_help()
            case _:
                self._go(stage=_NEXT[act], findings=(), has_played=False)

    def _play(self, sound: bytes, activity: HeadsetActivity) -> None:
        self._stop()
        trial = self._try = _Try(self)
        self._go(activity=activity)
        self._sound.play(sound, 0, trial)

    def _record(self) -> None:
        self._stop()
        self._tries += 1
        trial = self._try = _Try(self)
        self._go(activity=HeadsetActivity.RECORDING, findings=())
        self._sound.record(SPEAK_MS, trial)

    def _finish(self, outcome: HeadsetOutcome) -> None:
        on_done = self._on_done
        used, heard = self._sound.input, self._sound.output
        if outcome is HeadsetOutcome.CLEAR and used is not None:
            self._sound.checked_input = used.device_id
        result = HeadsetResult(
            outcome=outcome,
            tries=self._tries,
            input_id=used.device_id if used is not None else "",
            input_name=used.name if used is not None else "",
            output_name=heard.name if heard is not None else "",
            findings=self._state.findings,
        )
        self.close()
        if on_done is not None:
            on_done(result)

    # ------------------------------------------------------------ from the engine

    def note_played(self, trial: "_Try", end: PlayEnd) -> None:
        """A sound was played, or could not be."""
        if trial is not self._try:
            return
        self._try = None
        if self._state.activity is HeadsetActivity.PLAYING_OWN:
            self._go(activity=HeadsetActivity.IDLE, stage=HeadsetStage.JUDGE)
            return
        was_heard = end in {PlayEnd.FINISHED, PlayEnd.STOPPED}
        self._go(activity=HeadsetActivity.IDLE, has_played=was_heard)

    def note_level(self, trial: "_Try", level: Level, elapsed_s: float) -> None:
        """So loud the microphone hears."""
        if trial is self._try:
            trial.meter = next_meter(trial.meter, level, elapsed_s)
            self._screen.show_level(trial.meter)

    def note_recorded(self, trial: "_Try", end: TakeEnd) -> None:
        """The candidate spoke: what was heard is checked, then played to them."""
        if trial is not self._try:
            return
        self._try = None
        self._screen.show_level(0.0)
        found = check_take(end.facts, None)
        codes = tuple(finding.kind.name for finding in found)
        if not end.frames:
            codes = (FindingKind.SILENT.name,)
        self._go(activity=HeadsetActivity.IDLE, findings=codes)
        is_useless = any(finding.severity is Severity.SERIOUS for finding in found)
        if end.frames and not is_useless:
            # Slow to load; the engine has done so by now.
            from kiosk.audio.sound_coding import chunks_to_wav  # noqa: PLC0415

            self._own = chunks_to_wav(trial.chunks)
            self._play(self._own, HeadsetActivity.PLAYING_OWN)

    # ------------------------------------------------------------ inside

    def _stop(self) -> None:
        if self._try is not None:
            self._try = None
            self._sound.stop_playing()
            self._sound.stop_recording()

    def _go(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._render()

    def _on_sound_changed(self) -> None:
        if self._on_done is not None:
            self._render()

    def _render(self) -> None:
        sound = self._sound
        self._state = replace(
            self._state,
            has_output=bool(sound.devices.outputs) or not sound.is_ready,
            has_input=bool(sound.devices.inputs) or not sound.is_ready,
        )
        self._screen.settings.show_settings(settings_view(sound))
        self._screen.show_check(headset_check_view(self._state))


_NEXT = {
    HeadsetAct.HEARD: HeadsetStage.SPEAK,
    HeadsetAct.NOT_HEARD: HeadsetStage.UNCLEAR,
    HeadsetAct.NOT_CLEAR: HeadsetStage.UNCLEAR,
    HeadsetAct.TRY_AGAIN: HeadsetStage.HEAR,
}


class _Try:
    """One sound or one recording of the check; a listener of player and recorder."""

    def __init__(self, desk: HeadsetDesk) -> None:
        self._desk = desk
        self.chunks: list[TakeChunk] = []
        self.meter = 0.0

    def on_playing(self) -> None:
        """The end is what counts."""

    def on_position(self, position_ms: int) -> None:
        """The end is what counts."""

    def on_play_ended(self, position_ms: int, end: PlayEnd) -> None:
        del position_ms
        self._desk.note_played(self, end)

    def on_recording(self) -> None:
        """The levels show it."""

    def on_level(self, level: Level) -> None:
        self._desk.note_level(self, level, LEVEL_EVERY_S)

    def on_chunk(self, chunk: TakeChunk) -> None:
        self.chunks.append(chunk)

    def on_recording_ended(self, end: TakeEnd) -> None:
        self._desk.note_recorded(self, end)
