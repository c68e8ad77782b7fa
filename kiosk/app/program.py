"""The seat's program as a whole: built here, run, and ended in reverse order."""

import gc
import logging
import signal
import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import last_resort
from kiosk.app.background import Background
from kiosk.app.controller_parts import ControllerParts
from kiosk.app.display_keeper import DisplayKeeper
from kiosk.app.lock_desk import LED_OUT, LockDesk
from kiosk.app.lock_parts import leave_key_of, make_lock, put_back_leftovers
from kiosk.app.main_thread import MainThread
from kiosk.app.memory import use_few_arenas
from kiosk.app.pairing_desk import PairingDesk, PairingParts
from kiosk.app.seat_controller import SeatController
from kiosk.app.seat_parts import SeatParts
from kiosk.app.seat_sound import SeatSound, SoundEngine
from kiosk.app.server_lines import ServerLines
from kiosk.clock import SystemClock
from kiosk.config import SeatConfig
from kiosk.errors import SeatNotPairedError, SeatStorageError
from kiosk.sitting.seat_phase import SeatPhase
from kiosk.storage.data_folder_lock import DataFolderLock
from kiosk.storage.disk_reserve import DiskReserve, DiskWatch
from kiosk.storage.display_choice import DisplayChoiceStore
from kiosk.storage.package_shelf import FolderShelf
from kiosk.storage.room_card_shelf import RoomCardShelf
from kiosk.storage.seat_identity import SeatIdentityStore, SeatPairing
from kiosk.storage.sitting_vault import SittingVault
from kiosk.storage.start_count import NOT_COUNTED, Start, count_start
from kiosk.transport.link_thread import LinkThread
from kiosk.ui.fonts import missing_fonts, set_up_application
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.trouble_view import trouble_view
from kiosk.version import program_version
from question_bank.errors import ExamRoomError
from question_bank.formats.seat_protocol import SeatView
from question_bank.sealing.signing_keys import SigningKey

STOP_WAIT_S = 2.0
BYTES_A_MB = 1024 * 1024
SOUND_AFTER_MS = 300
"""After the first window, which is to be there sooner than anything that can be heard."""
_log = logging.getLogger(__name__)


class SeatProgram:
    """One seat's program.

    Attributes:
        window: The one window.
        controller: What happens; None before the pairing.
    """

    def __init__(self, config: SeatConfig, lock: DataFolderLock) -> None:
        self._config = config
        self._lock = lock
        self._application = _application()
        self._main_thread = MainThread()
        self._background = Background(self._main_thread)
        self._identity = SeatIdentityStore(config.data_folder)
        self._disk = DiskReserve(
            config.data_folder, config.disk_reserve_mb * BYTES_A_MB
        )
        self._disk_watch = DiskWatch(self._disk)
        self._link: LinkThread | None = None
        self._pairing_record: SeatPairing | None = None
        self._lines: ServerLines | None = None
        self._seat: SeatParts | None = None
        self.window = MainWindow()
        clock = SystemClock()
        self.lock_desk = LockDesk(
            self.window,
            make_lock(config, self.window, clock),
            clock,
            lambda: self._application.exit(LED_OUT),
        )
        self.sound = SeatSound(self._main_thread)
        self.controller: SeatController | None = None
        self._display = DisplayKeeper(
            self.window, DisplayChoiceStore(config.data_folder), self._background
        )
        self._pairing_desk = PairingDesk(
            self.window,
            PairingParts(
                background=self._background,
                main_thread=self._main_thread,
                identity=self._identity,
                config=config,
                program_version=program_version(),
            ),
            self._start_paired,
        )

    def start(self) -> None:
        """Show the window and begin."""
        self._disk_watch.start()
        if self._config.is_windowed:
            self.window.resize(1366, 768)
            self.window.show()
        else:
            self.window.showFullScreen()
        self._background.run(
            lambda: put_back_leftovers(self._config), lambda _: None, lambda _: None
        )
        self.lock_desk.start()
        QTimer.singleShot(SOUND_AFTER_MS, self._load_sound)
        if missing_fonts():
            self.show_trouble("FONT_MISSING")
            return
        try:
            self._identity.load_pairing()
            self._start_paired()
        except SeatNotPairedError:
            self._pairing_desk.begin()
        except ExamRoomError as error:
            self.show_trouble(error.code)

    def run(self) -> int:
        """Run until the program is told to end; return its exit status."""
        last_resort.install(
            lambda code: self._main_thread.post(lambda: self.show_trouble(code))
        )
        if self._config.is_windowed:
            self.window.close_wanted.connect(self._application.quit)
        for each in (signal.SIGTERM, signal.SIGINT):
            # Through the loop's own queue: told before it runs, an exit would be lost.
            signal.signal(
                each, lambda *_: QTimer.singleShot(0, lambda: self._application.exit(0))
            )
        # Python looks at signals only between its own steps: give it some.
        beat = QTimer()
        beat.timeout.connect(lambda: None)
        beat.start(200)
        self.start()
        _favour_the_interface()
        status = self._application.exec()
        self.stop()
        return status

    def stop(self) -> None:
        """End everything that was started, the newest first."""
        self._pairing_desk.stop()
        self._disk_watch.stop(STOP_WAIT_S)
        if self._link is not None:
            self._link.stop(STOP_WAIT_S)
        if self.controller is not None:
            self.controller.stop()
        self.sound.close()
        self.lock_desk.stop()
        self._background.stop()
        self._main_thread.close()
        self.window.allow_close()
        self.window.close()
        self._lock.release()

    def _load_sound(self) -> None:
        """Load the sound engine behind the first window: it takes half a second."""

        def load() -> SoundEngine:
            from kiosk.audio.sound_engine import open_sound  # noqa: PLC0415 - slow

            return open_sound(SystemClock())

        self._background.run(load, self.sound.take_engine, lambda _: None)

    def show_trouble(self, code: str) -> None:
        """Cover everything but a running exam with one sentence and a code."""
        if self.controller is not None and self.controller.note_bug(code):
            return
        self.window.trouble.show_trouble(trouble_view(code))
        self.window.show_screen(self.window.trouble)

    def _start_paired(self) -> None:
        pairing = self._identity.load_pairing()
        keys = self._identity.load_keys()
        if keys is None:
            self.show_trouble("SEAT_NOT_PAIRED")
            return
        self._pairing_record = pairing
        self.lock_desk.know_key(leave_key_of(pairing))
        folder, stick = self._config.data_folder, self._config.stick_folder
        self._seat = seat = SeatParts(
            pairing=pairing,
            signing_key=SigningKey(keys.signing_key),
            data_folder=folder,
            vault=SittingVault(folder, keys.seat_secret),
            shelf=FolderShelf(folder, self._disk.has_room_for),
            cards=RoomCardShelf(folder, self._disk.has_room_for),
            disk=self._disk,
            clock=SystemClock(),
            program_version=program_version(),
            start=_counted(folder),
            stick_folders=(stick,) if stick is not None else (),
        )
        self._lines = lines = ServerLines(pairing)
        parts = ControllerParts(
            window=self.window,
            seat=seat,
            lines=lines,
            background=self._background,
            main_thread=self._main_thread,
            lock=self.lock_desk,
            sound=self.sound,
        )
        controller = SeatController(parts, self._keep_news)
        self.controller = controller
        self.lock_desk.on_observations = controller.on_observations
        self._link = LinkThread(
            lines.client(),
            controller.status,
            _LinkToController(self._main_thread, controller),
        )
        self._link.start()
        controller.start()
        self._display.begin(goes_on=controller.phase is not SeatPhase.IDLE)

    def _keep_news(self, view: SeatView) -> None:
        """Keep addresses, place and publishers that the server named since the pairing."""
        known = self._pairing_record
        if known is None or self._lines is None or self._seat is None:
            return
        self._lines.addresses.learn(view.server_addresses)
        addresses = dict.fromkeys((*view.server_addresses, *known.server_addresses))
        news = msgspec.structs.replace(
            known,
            server_addresses=tuple(addresses) or known.server_addresses,
            seat_code=view.seat_code,
            room_code=view.room_code,
            room_name=view.room_name,
            site_name=view.site_name,
            publisher_keys=view.publisher_keys,
            leave_key=view.leave_key or known.leave_key,
        )
        self.lock_desk.know_key(leave_key_of(news))
        if news != known:
            self._pairing_record = news
            self._seat.pairing = news
            self._background.run(
                lambda: self._identity.save_pairing(news),
                lambda _: None,
                lambda _: None,
            )


class _LinkToController:
    """Brings the link thread's news to the interface thread."""

    def __init__(self, main_thread: MainThread, controller: SeatController) -> None:
        self._main_thread = main_thread
        self._controller = controller

    def on_view(self, view: SeatView) -> None:
        self._main_thread.post(lambda: self._controller.on_view(view))

    def on_contact(self) -> None:
        self._main_thread.post(self._controller.on_contact)

    def on_silence(self, code: str) -> None:
        self._main_thread.post(lambda: self._controller.on_silence(code))


def build(config: SeatConfig) -> SeatProgram:
    """Build the program; nothing runs yet.

    Raises:
        SeatRunningError: another kiosk uses the data folder.
    """
    logging.basicConfig(
        level=config.log_level,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    use_few_arenas()
    lock = DataFolderLock(config.data_folder)
    return SeatProgram(config, lock)


def _counted(folder: Path) -> Start:
    try:
        return count_start(folder)
    except SeatStorageError as error:
        _log.warning("this start is not counted: %s", error.code)
        return NOT_COUNTED


def _favour_the_interface() -> None:
    """Let the interface thread wait less for the others and for the collector.

    A busy thread hands the interpreter over after a millisecond instead of five; what
    was built so far lives as long as the program and is not searched for garbage again.
    """
    sys.setswitchinterval(0.001)
    gc.collect()
    gc.freeze()


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    set_up_application(application)
    return application
