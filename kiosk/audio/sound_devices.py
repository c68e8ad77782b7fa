"""Which microphones and headphones there are, from what the system says. Pure.

Two worlds. Beside a sound server (PulseAudio, or PipeWire speaking its protocol) PortAudio
sees one device for all, so the server is asked by `pactl`. Elsewhere (Windows, bare ALSA)
PortAudio's own list counts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.audio.ports import SoundDevice, SoundDevices

SERVER_PREFIX = "server:"
CARD_PREFIX = "card:"

DUMMY_SINK = "auto_null"
"""What servers make when nothing is plugged in, so that programs play on into nothing."""

HOST_APIS = ("Windows WASAPI", "ALSA", "Core Audio")
"""The one list of several that say the same: WASAPI has whole names and tells of loss."""

ALSA_DEFAULT = "default"
"""All there is where another program stands between, such as PipeWire without pactl."""

_ALSA_HARDWARE = re.compile(r"\(hw:\d+,\d+\)")
"""ALSA's other names (front, dmix, default) lead to these again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDevice:
    """One line of PortAudio's list.

    Attributes:
        index: Holds until PortAudio is started anew.
    """

    index: int
    name: str
    host_api: str
    input_channels: int
    output_channels: int
    default_rate_hz: int
    is_default_input: bool
    is_default_output: bool


def card_device_id(card: CardDevice) -> str:
    """Return what names a device over re-plugging: its name, not its number."""
    return f"{CARD_PREFIX}{_ALSA_HARDWARE.sub('', card.name).strip(' :-')}"


def card_devices(
    cards: Iterable[CardDevice], *, has_default: bool = True
) -> SoundDevices:
    """Return what PortAudio's list means for people.

    Args:
        has_default: ALSA's default counts where no hardware is listed; it does not while
            it leads to a sound server that is dead.
    """
    listed = [card for card in cards if card.host_api in HOST_APIS]
    hardware = [card for card in listed if _is_hardware(card)]
    defaults = [card for card in listed if card.name == ALSA_DEFAULT and has_default]
    wanted = hardware or defaults
    return SoundDevices(
        inputs=tuple(
            _card_device(card, is_default=card.is_default_input)
            for card in wanted
            if card.input_channels
        ),
        outputs=tuple(
            _card_device(card, is_default=card.is_default_output)
            for card in wanted
            if card.output_channels
        ),
    )


def _is_hardware(card: CardDevice) -> bool:
    return card.host_api != "ALSA" or bool(_ALSA_HARDWARE.search(card.name))


def _card_device(card: CardDevice, *, is_default: bool) -> SoundDevice:
    device_id = card_device_id(card)
    name = device_id.removeprefix(CARD_PREFIX)
    return SoundDevice(device_id=device_id, name=name, is_default=is_default)


def server_devices(info: str, sources: str, sinks: str) -> SoundDevices:
    """Return what a sound server has.

    Args:
        info: What `pactl info` prints in locale C.
        sources: What `pactl list sources` prints.
        sinks: What `pactl list sinks` prints.

    Source:
        pactl(1) of PulseAudio 12 to 16 and of PipeWire; JSON came only with 16.
    """
    default_source = _field(info, "Default Source")
    default_sink = _field(info, "Default Sink")
    return SoundDevices(
        inputs=tuple(
            _server_device(block, default_source)
            for block in _blocks(sources)
            if _field(block, "Monitor of Sink") in ("n/a", "")
        ),
        outputs=tuple(_server_device(block, default_sink) for block in _blocks(sinks)),
    )


def _blocks(listing: str) -> list[str]:
    parts = re.split(r"^(?:Source|Sink) #\d+$", listing, flags=re.MULTILINE)
    return [part for part in parts[1:] if _field(part, "Name") not in ("", DUMMY_SINK)]


def _field(text: str, name: str) -> str:
    found = re.search(rf"^\s*{name}:[ \t]*(.*)$", text, flags=re.MULTILINE)
    return found.group(1).strip() if found else ""


def _server_device(block: str, default_name: str) -> SoundDevice:
    name = _field(block, "Name")
    return SoundDevice(
        device_id=f"{SERVER_PREFIX}{name}",
        name=_field(block, "Description") or name,
        is_default=name == default_name,
    )


def chosen_device(
    devices: tuple[SoundDevice, ...], device_id: str | None
) -> SoundDevice | None:
    """Return the device to use: the chosen, else the default, else the first, else None.

    A chosen device that is gone is not waited for: sound from another is better than
    none, and the check of the take says that it was another.
    """
    by_choice = [device for device in devices if device.device_id == device_id]
    defaults = [device for device in devices if device.is_default]
    return next(iter((*by_choice, *defaults, *devices)), None)
