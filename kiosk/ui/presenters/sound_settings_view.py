"""Volume and devices as they stand beside each other, wherever they can be chosen. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.presenters.message import Message, message


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """A microphone or headphones; `is_default`: the system uses it by itself."""

    device_id: str
    name: str
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChoice:
    """One line of a list; `device_id` None: leave it to the system."""

    device_id: str | None
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettingsView:
    """What can be set.

    Attributes:
        outputs, inputs: The system's choice first.
        output, input: Index of what is chosen.
    """

    volume: int
    outputs: tuple[DeviceChoice, ...]
    output: int
    inputs: tuple[DeviceChoice, ...]
    input: int


def sound_settings_view(
    volume: int,
    outputs: Sequence[DeviceView],
    output_id: str | None,
    inputs: Sequence[DeviceView],
    input_id: str | None,
) -> SoundSettingsView:
    """Return the settings; what was chosen and pulled meanwhile is the system's again."""
    output_choices, input_choices = _choices(outputs), _choices(inputs)
    return SoundSettingsView(
        volume=volume,
        outputs=output_choices,
        output=_index(output_choices, output_id),
        inputs=input_choices,
        input=_index(input_choices, input_id),
    )


def _choices(devices: Sequence[DeviceView]) -> tuple[DeviceChoice, ...]:
    named = [device.name for device in devices if device.is_default]
    named += [device.name for device in devices]
    text = message("sound_panel.automatic_none")
    if named:
        text = message("sound_panel.automatic", name=named[0])
    automatic = DeviceChoice(device_id=None, text=text)
    others = (
        DeviceChoice(
            device_id=device.device_id,
            text=message("sound_panel.device", name=device.name),
        )
        for device in devices
    )
    return (automatic, *others)


def _index(choices: Sequence[DeviceChoice], device_id: str | None) -> int:
    ids = [choice.device_id for choice in choices]
    return ids.index(device_id) if device_id in ids else 0
