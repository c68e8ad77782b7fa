"""Pairing on the screen: an address, a code to compare, the admin's word."""

import logging
import platform
import threading
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.app.background import Background
from kiosk.app.main_thread import MainThread
from kiosk.config import SeatConfig
from kiosk.errors import PairingRefusedError
from kiosk.storage.seat_identity import SeatIdentityStore, SeatKeys, SeatPairing
from kiosk.transport.pairing import Paired, pair
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.pairing_view import PairingStage, pairing_view
from question_bank.errors import ExamRoomError
from question_bank.sealing.signing_keys import SigningKey

DEFAULT_PORT = 8443

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingParts:
    """What pairing works with."""

    background: Background
    main_thread: MainThread
    identity: SeatIdentityStore
    config: SeatConfig
    program_version: str


class PairingDesk:
    """Pairs the seat when somebody asks for it."""

    def __init__(
        self,
        window: MainWindow,
        parts: PairingParts,
        on_paired: Callable[[], None],
    ) -> None:
        """Prepare; `on_paired` is called once the pairing is kept."""
        self._window = window
        self._parts = parts
        self._stopped = threading.Event()
        self._is_busy = False
        self._address = ""
        self._on_paired = on_paired
        window.pairing.pairing_wanted.connect(self._on_wanted)

    def begin(self) -> None:
        """Ask for the server's address, or go ahead with the one in the settings."""
        address = self._parts.config.server_address
        self._show(PairingStage.ADDRESS, address=address)
        self._window.show_screen(self._window.pairing)
        if address:
            self._on_wanted(address)

    def stop(self) -> None:
        """Give up waiting."""
        self._stopped.set()

    def _on_wanted(self, address: str) -> None:
        if self._is_busy or not address:
            return
        self._address = with_port(address)
        self._is_busy = True
        self._show(PairingStage.CONNECTING)
        try:
            keys = self._parts.identity.load_keys() or self._new_keys()
        except ExamRoomError as error:
            self._on_failed(error)
            return
        key = SigningKey(keys.signing_key)
        names = (
            self._parts.config.computer_name or platform.node() or "?",
            self._parts.program_version,
        )
        address = self._address

        def show_code(code: str) -> None:
            self._parts.main_thread.post(
                lambda: self._show(PairingStage.WAITING, code=code)
            )

        self._parts.background.run(
            lambda: pair(address, key, names, show_code, self._stopped),
            self._on_answer,
            self._on_failed,
        )

    def _new_keys(self) -> SeatKeys:
        keys = SeatKeys.draw()
        self._parts.identity.save_keys(keys)
        return keys

    def _on_answer(self, paired: Paired | None) -> None:
        self._is_busy = False
        if paired is None:
            return
        try:
            self._parts.identity.save_pairing(pairing_of(paired))
        except ExamRoomError as error:
            self._on_failed(error)
            return
        _log.info("paired as seat %s", paired.answer.seat_code)
        self._on_paired()

    def _on_failed(self, error: ExamRoomError) -> None:
        self._is_busy = False
        if isinstance(error, PairingRefusedError):
            self._show(PairingStage.REFUSED)
        else:
            self._show(PairingStage.FAILED, problem=error.code)

    def _show(
        self,
        stage: PairingStage,
        *,
        address: str = "",
        code: str = "",
        problem: str = "",
    ) -> None:
        view = pairing_view(
            stage, address=address or self._address, code=code, problem=problem
        )
        self._window.pairing.show_pairing(view)


def with_port(address: str) -> str:
    """Return `host:port` of what people type: a scheme is dropped, a port added."""
    bare = address.strip().removeprefix("https://").rstrip("/")
    return bare if ":" in bare else f"{bare}:{DEFAULT_PORT}"


def pairing_of(paired: Paired) -> SeatPairing:
    """Return what a seat keeps of a pairing.

    Raises:
        ValueError: the pairing was not approved: a bug.
    """
    answer, offer = paired.answer, paired.offer
    if answer.seat_uuid is None:
        raise ValueError("a pairing without a seat")
    return SeatPairing(
        site_uuid=offer.site_uuid,
        site_name=offer.site_name,
        server_addresses=(paired.address,),
        ca_certificate_pem=offer.ca_certificate_pem,
        token=answer.token,
        seat_uuid=answer.seat_uuid,
        seat_code=answer.seat_code,
        room_code=answer.room_code,
        room_name=answer.room_name,
        site_signing_key=answer.site_signing_key,
        publisher_keys=answer.publisher_keys,
    )
