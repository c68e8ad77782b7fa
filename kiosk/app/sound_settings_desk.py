"""Volume and devices: what a person sets in the exam's panel, or in the headset check."""

from collections.abc import Callable

from kiosk.app.seat_sound import SeatSound
from kiosk.audio.ports import PlayEnd, SoundDevice
from kiosk.audio.tones import headset_jingle
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.sound_settings_view import (
    DeviceView,
    SoundSettingsView,
    sound_settings_view,
)
from kiosk.ui.widgets.sound_settings import SoundSettings


def settings_view(sound: SeatSound) -> SoundSettingsView:
    """Return what is set now."""
    return sound_settings_view(
        sound.volume,
        tuple(map(_device_view, sound.devices.outputs)),
        sound.output_id,
        tuple(map(_device_view, sound.devices.inputs)),
        sound.input_id,
    )


def follow_settings(settings: SoundSettings, sound: SeatSound) -> None:
    """Let a person's choices reach the engine."""
    settings.volume_changed.connect(sound.set_volume)
    settings.output_chosen.connect(sound.use_output)
    settings.input_chosen.connect(sound.use_input)


class SoundPanelDesk:
    """The exam's panel: opened and closed by the header's button.

    Args (of the constructor):
        is_recording: Whether a take runs: nothing may be played meanwhile.
        before_trying: Called before the jingle is played: ends what else plays.
    """

    def __init__(
        self,
        window: MainWindow,
        sound: SeatSound,
        is_recording: Callable[[], bool],
        before_trying: Callable[[], None],
    ) -> None:
        self._panel = window.sound_panel
        self._sound = sound
        self._is_recording = is_recording
        self._before_trying = before_trying
        follow_settings(self._panel.settings, sound)
        window.header.sound_clicked.connect(self.turn)
        self._panel.try_wanted.connect(self._on_try)
        sound.follow(self.refresh)

    def turn(self) -> None:
        """Open the panel, or close it."""
        if self._panel.isVisible():
            self._panel.close_panel()
            return
        self._render()
        self._panel.open()

    def close(self) -> None:
        """Close it: the exam is over, or locked."""
        self._panel.hide()

    def refresh(self) -> None:
        """Show other devices, or whether a take runs."""
        if self._panel.isVisible():
            self._render()

    def _render(self) -> None:
        self._panel.show_settings(
            settings_view(self._sound), is_recording=self._is_recording()
        )

    def _on_try(self) -> None:
        if not self._is_recording():
            self._before_trying()
            self._sound.play(headset_jingle(), 0, _Unheeded())


class _Unheeded:
    """A listener for a sound of which nothing depends."""

    def on_playing(self) -> None:
        """It is heard, or not."""

    def on_position(self, position_ms: int) -> None:
        """It is heard, or not."""

    def on_play_ended(self, position_ms: int, end: PlayEnd) -> None:
        """It is heard, or not."""


def _device_view(device: SoundDevice) -> DeviceView:
    return DeviceView(
        device_id=device.device_id, name=device.name, is_default=device.is_default
    )
