from kiosk.audio.ports import SoundDevice
from kiosk.audio.sound_devices import (
    CardDevice,
    card_devices,
    chosen_device,
    server_devices,
)

INFO = """\
Server String: /run/user/1000/pulse/native
Default Sample Specification: s16le 2ch 44100Hz
Default Sink: alsa_output.usb-Headset.analog-stereo
Default Source: alsa_input.usb-Headset.mono-fallback
"""

SOURCES = """\
Source #0
	State: IDLE
	Name: alsa_output.pci-0000_00_1f.3.analog-stereo.monitor
	Description: Monitor of Built-in Audio
	Monitor of Sink: alsa_output.pci-0000_00_1f.3.analog-stereo
	Properties:
		device.description = "Monitor of Built-in Audio"

Source #7
	State: RUNNING
	Name: alsa_input.usb-Headset.mono-fallback
	Description: 课堂耳麦 Mono
	Monitor of Sink: n/a
	Ports:
		analog-input-mic: Microphone (priority: 8700)

Source #9
	State: IDLE
	Name: alsa_input.pci-0000_00_1f.3.analog-stereo
	Description: Built-in Audio
	Monitor of Sink: n/a
"""

SINKS = """\
Sink #1
	Name: alsa_output.usb-Headset.analog-stereo
	Description: 课堂耳麦
	Monitor Source: alsa_output.usb-Headset.analog-stereo.monitor
"""


def a_card(index: int, name: str, api: str = "ALSA", **changes: int) -> CardDevice:
    fields = {"input_channels": 1, "output_channels": 2, "default_rate_hz": 44_100}
    fields.update(changes)
    return CardDevice(
        index=index,
        name=name,
        host_api=api,
        is_default_input=index == 0,
        is_default_output=index == 0,
        **fields,
    )


def a_device(device_id: str, *, is_default: bool = False) -> SoundDevice:
    return SoundDevice(device_id=device_id, name=device_id, is_default=is_default)


def test_a_sound_servers_microphones_are_its_sources_without_monitors() -> None:
    inputs = server_devices(INFO, SOURCES, SINKS).inputs

    assert [(x.device_id, x.name, x.is_default) for x in inputs] == [
        ("server:alsa_input.usb-Headset.mono-fallback", "课堂耳麦 Mono", True),
        ("server:alsa_input.pci-0000_00_1f.3.analog-stereo", "Built-in Audio", False),
    ]


def test_a_sound_servers_outputs_are_its_sinks() -> None:
    outputs = server_devices(INFO, SOURCES, SINKS).outputs

    assert [(device.name, device.is_default) for device in outputs] == [
        ("课堂耳麦", True)
    ]


def test_a_sound_server_with_nothing_plugged_in_has_no_devices() -> None:
    found = server_devices(INFO, "", "")

    assert (found.inputs, found.outputs) == ((), ())


def test_a_sound_servers_dummy_is_no_output() -> None:
    dummy = "Sink #5\n\tName: auto_null\n\tDescription: Dummy Output\n"

    assert server_devices(INFO, "", dummy).outputs == ()


def test_of_alsas_names_those_of_hardware_count() -> None:
    cards = [
        a_card(0, "USB Headset: Audio (hw:1,0)"),
        a_card(1, "sysdefault"),
        a_card(2, "default"),
        a_card(3, "HDMI: 0 (hw:0,3)", input_channels=0),
    ]

    found = card_devices(cards)

    assert [device.name for device in found.inputs] == ["USB Headset: Audio"]
    assert [device.name for device in found.outputs] == [
        "USB Headset: Audio",
        "HDMI: 0",
    ]


def test_a_card_keeps_its_id_when_its_number_changes() -> None:
    before = card_devices([a_card(0, "USB Headset: Audio (hw:1,0)")])
    after = card_devices([a_card(4, "USB Headset: Audio (hw:2,0)")])

    assert before.inputs[0].device_id == after.inputs[0].device_id


def test_without_hardware_names_the_systems_default_counts() -> None:
    cards = [a_card(0, "pipewire"), a_card(1, "default")]

    assert [device.name for device in card_devices(cards).inputs] == ["default"]


def test_a_default_that_leads_to_a_dead_sound_server_is_no_device() -> None:
    cards = [a_card(0, "pulse"), a_card(1, "default")]

    assert card_devices(cards, has_default=False).inputs == ()


def test_on_windows_one_list_of_several_counts() -> None:
    cards = [
        a_card(0, "麦克风 (USB Headset)", "MME"),
        a_card(1, "麦克风 (USB Headset)", "Windows WASAPI", output_channels=0),
    ]

    found = card_devices(cards)

    assert [device.name for device in found.inputs] == ["麦克风 (USB Headset)"]
    assert found.outputs == ()


def test_the_chosen_device_is_used_else_the_default_else_any() -> None:
    first, default = a_device("a"), a_device("b", is_default=True)

    assert chosen_device((first, default), "a") == first
    assert chosen_device((first, default), "gone") == default
    assert chosen_device((first, default), None) == default
    assert chosen_device((first,), None) == first
    assert chosen_device((), "a") is None
