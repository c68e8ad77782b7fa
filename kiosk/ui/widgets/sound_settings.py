"""Volume, headphones, microphone: three controls in a row that wraps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QSlider,
    QWidget,
)

from kiosk.ui.look import Look
from kiosk.ui.presenters.sound_settings_view import DeviceChoice, SoundSettingsView
from kiosk.ui.widgets.choice_box import ChoiceBox
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.group import Group
from kiosk.ui.widgets.roles import make_word

VOLUME_STEP = 10
SLIDER_WIDTH = 180
LIST_WIDTH = 340
"""Pixels at 100 %."""


class SoundSettings(FlowRow):
    """Shows and takes what is set; knows no device.

    Signals:
        volume_changed: In percent, 0 to 100.
        output_chosen, input_chosen: A device id; None: leave it to the system.
    """

    volume_changed = Signal(int)
    output_chosen = Signal(object)
    input_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._view: SoundSettingsView | None = None
        self._volume_word = make_word(self, "volume-value")
        self._volume = QSlider(Qt.Orientation.Horizontal, self)
        self._volume.setObjectName("volume")
        self._volume.setRange(0, 100)
        self._volume.setSingleStep(VOLUME_STEP)
        self._volume.setPageStep(VOLUME_STEP)
        self._volume.valueChanged.connect(self._on_volume)
        self._output_word, self._input_word = make_word(self), make_word(self)
        self._output = self._list("output-device")
        self._output.activated.connect(self._on_output)
        self._input = self._list("input-device")
        self._input.activated.connect(self._on_input)
        self._groups = (
            Group(self, self._volume_word, self._volume),
            Group(self, self._output_word, self._output),
            Group(self, self._input_word, self._input),
        )
        for group in self._groups:
            self.add(group)

    def show_settings(self, view: SoundSettingsView) -> None:
        """Show what is set; no signal comes of it."""
        if view != self._view:
            self._view = view
            self._render()

    def show_devices(self, *, are_shown: bool) -> None:
        """Show or hide the choice of devices."""
        for group in self._groups[1:]:
            group.setVisible(are_shown)

    def focus_volume(self) -> None:
        """Let the arrow keys change the volume."""
        self._volume.setFocus()

    def show_look(self, look: Look) -> None:
        """Show everything in this look."""
        self._look = look
        self.set_gaps(look.gap)
        for group in self._groups:
            group.set_gap(look.tight_gap)
        self._volume.setFixedWidth(look.scale.line(SLIDER_WIDTH))
        for devices in (self._output, self._input):
            devices.setFixedWidth(look.scale.bar(LIST_WIDTH))
            devices.show_look(look)
        self._volume.setAccessibleName(look.text("sound_panel.volume"))
        self._output_word.setText(look.text("sound_panel.output"))
        self._input_word.setText(look.text("sound_panel.input"))
        self._output.setAccessibleName(look.text("sound_panel.output"))
        self._input.setAccessibleName(look.text("sound_panel.input"))
        self._render()

    def _render(self) -> None:
        view, look = self._view, self._look
        if view is None or look is None:
            return
        self._volume.blockSignals(True)
        self._volume.setValue(view.volume)
        self._volume.blockSignals(False)
        self._say_volume(view.volume)
        _fill(self._output, view.outputs, view.output, look)
        _fill(self._input, view.inputs, view.input, look)

    def _say_volume(self, percent: int) -> None:
        if self._look is not None:
            self._volume_word.setText(
                self._look.text("sound_panel.volume_value", percent=percent)
            )

    def _on_volume(self, percent: int) -> None:
        self._say_volume(percent)
        self.volume_changed.emit(percent)

    def _on_output(self, index: int) -> None:
        if self._view is not None:
            self.output_chosen.emit(self._view.outputs[index].device_id)

    def _on_input(self, index: int) -> None:
        if self._view is not None:
            self.input_chosen.emit(self._view.inputs[index].device_id)

    def _list(self, name: str) -> ChoiceBox:
        return ChoiceBox(self, name)


def _fill(
    devices: ChoiceBox, choices: Sequence[DeviceChoice], chosen: int, look: Look
) -> None:
    texts = [look.say(choice.text) for choice in choices]
    if [devices.itemText(index) for index in range(devices.count())] != texts:
        devices.clear()
        devices.addItems(texts)
    devices.setCurrentIndex(chosen)
    devices.setToolTip(devices.currentText())
