"""The thread that waits for the proctor's orders: a long poll, for ever.

Hands on only orders that the site signed, for this room session, in order of number.
"""

import logging
import random
import threading
from collections.abc import Callable
from uuid import UUID

from kiosk.errors import ServerRefusedError, ServerUnreachableError
from kiosk.transport.server_client import ServerClient
from question_bank.errors import FormatError
from question_bank.formats.order import Order, parse_signed_order
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.signing_keys import VerifyKey

WAIT_S = 20
SHORTEST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 3.0
"""Orders must be acted on at once when the server is back; the poll is small."""

_log = logging.getLogger(__name__)


class OrdersThread:
    """Waits for orders of one room session from number `after` on."""

    def __init__(
        self,
        client: ServerClient,
        room_session_uuid: UUID,
        site_key: VerifyKey,
        on_order: Callable[[Order], None],
        on_contact: Callable[[bool], None],
    ) -> None:
        self._client = client
        self._room_session_uuid = room_session_uuid
        self._site_key = site_key
        self._on_order = on_order
        self._on_contact = on_contact
        self._stopped = threading.Event()
        self._random = random.Random()  # noqa: S311 - jitter, not a secret
        self._after = 0
        self._thread = threading.Thread(target=self._run, name="orders", daemon=True)

    def start(self) -> None:
        """Begin to wait."""
        self._thread.start()

    def stop(self, wait_s: float) -> None:
        """Stop waiting; a poll under way is abandoned."""
        self._stopped.set()
        self._client.close()
        self._thread.join(wait_s)

    def _run(self) -> None:
        pause_s = SHORTEST_PAUSE_S
        while not self._stopped.is_set():
            try:
                orders = self._client.orders(
                    self._room_session_uuid, self._after, WAIT_S
                )
            except (ServerUnreachableError, ServerRefusedError, FormatError) as error:
                self._on_contact(False)
                _log.info("no orders: %s", error.code)
                self._stopped.wait(pause_s * self._random.uniform(0.5, 1.5))
                pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
                continue
            pause_s = SHORTEST_PAUSE_S
            self._on_contact(True)
            if not self._take(orders):
                self._stopped.wait(LONGEST_PAUSE_S)

    def _take(self, orders: tuple[bytes, ...]) -> bool:
        for raw in orders:
            try:
                order, message, signature = parse_signed_order(raw)
                self._site_key.verify(signature, message)
            except (FormatError, SignatureInvalidError) as error:
                # Not the site's word: nothing after it is taken either, numbers count.
                _log.warning("an order was refused: %s", error.code)
                return False
            if order.room_session_uuid != self._room_session_uuid:
                _log.warning("an order of another room session was refused")
                return False
            if order.number <= self._after:
                continue  # numbers only grow; a restored server leaves some out
            self._after = order.number
            if not self._stopped.is_set():
                self._on_order(order)
        return True
