"""What `exam-kiosk doctor` measures, without a window and beside a running kiosk."""

import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from kiosk.app.readiness_work import (
    RoomFacts,
    SeatLine,
    system_facts,
    with_room,
    with_server,
    with_sound,
)
from kiosk.app.server_lines import ServerLines
from kiosk.audio.ports import SoundDevices
from kiosk.audio.sound_engine import open_sound
from kiosk.clock import SystemClock, moment
from kiosk.config import SeatConfig
from kiosk.errors import SeatNotPairedError
from kiosk.readiness.facts import SeatFacts
from kiosk.storage.package_shelf import FolderShelf
from kiosk.storage.room_card_shelf import RoomCardShelf
from kiosk.storage.seat_identity import SeatIdentityStore
from kiosk.storage.start_count import NOT_COUNTED
from kiosk.ui.fonts import missing_fonts
from kiosk.version import program_version
from question_bank.formats.seat_protocol import RoomSessionView, SeatView

_DEVICES_WAIT_S = 5.0
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def doctor_facts(config: SeatConfig, *, listens: bool) -> tuple[SeatFacts, int]:
    """Return the facts, and the wall clock's time in ms since 1970.

    Args:
        listens: Whether to look for a headset and listen to the microphone.
    """
    clock = SystemClock()
    facts = system_facts(config.data_folder, os.environ, program_version())
    facts = _with_screen(facts)
    if listens:
        facts = _with_headset(facts, clock)
    return _with_site(facts, config, clock), moment(clock).wall_time_ms


def _with_screen(facts: SeatFacts) -> SeatFacts:
    has_screen = sys.platform == "win32" or any(map(os.environ.get, _SCREENS))
    platform = [] if has_screen else ["-platform", "offscreen"]
    application = QGuiApplication.instance() or QGuiApplication(
        ["exam-kiosk", *platform]
    )
    assert isinstance(application, QGuiApplication)
    size = application.primaryScreen().size()
    display = (size.width(), size.height()) if has_screen else None
    return replace(facts, display=display, missing_fonts=missing_fonts())


def _with_headset(facts: SeatFacts, clock: SystemClock) -> SeatFacts:
    engine = open_sound(clock)
    try:
        first_look = _FirstLook()
        engine.devices.watch(first_look)
        first_look.is_done.wait(_DEVICES_WAIT_S)
        return with_sound(facts, engine)
    finally:
        engine.close()


class _FirstLook:
    """Waits until it is known what is plugged in."""

    def __init__(self) -> None:
        self.is_done = threading.Event()
        self.devices: SoundDevices | None = None

    def on_devices(self, devices: SoundDevices) -> None:
        self.devices = devices
        self.is_done.set()


def _with_site(facts: SeatFacts, config: SeatConfig, clock: SystemClock) -> SeatFacts:
    try:
        pairing = SeatIdentityStore(config.data_folder).load_pairing()
    except SeatNotPairedError:
        return replace(facts, is_paired=False)
    with ServerLines(pairing).once() as client:
        line = _HeardLine(client)
        facts = with_server(facts, line, clock, NOT_COUNTED)
    return with_room(facts, _room_facts(config.data_folder, line.room_session))


class _HeardLine:
    """Asks the server once and remembers which session the room is in."""

    def __init__(self, line: SeatLine) -> None:
        self._line = line
        self.room_session: RoomSessionView | None = None

    def seat(self) -> SeatView:
        """Ask."""
        view = self._line.seat()
        self.room_session = view.room_session
        return view


def _room_facts(data_folder: Path, session: RoomSessionView | None) -> RoomFacts:
    if session is None:
        return RoomFacts()
    cards = RoomCardShelf(data_folder)
    return RoomFacts(
        has_package=FolderShelf(data_folder).has(session.package_uuid),
        has_room_card=bool(cards.sha256(session.room_session_uuid)),
    )
