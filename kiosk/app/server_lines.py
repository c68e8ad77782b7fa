"""A seat's lines to the server: one client a thread, made from one pairing."""

from contextlib import AbstractContextManager, closing

from kiosk.storage.seat_identity import SeatPairing
from kiosk.transport.address_book import AddressBook
from kiosk.transport.server_client import ServerClient
from question_bank.formats.seat_protocol import server_name


class ServerLines:
    """Makes clients that share what is known of the server's addresses."""

    def __init__(self, pairing: SeatPairing) -> None:
        self._pairing = pairing
        self.addresses = AddressBook(pairing.server_addresses)

    def client(self) -> ServerClient:
        """Return a client for one thread; whoever asked closes it."""
        return ServerClient(
            self.addresses,
            self._pairing.ca_certificate_pem,
            server_name(self._pairing.site_uuid),
            self._pairing.token,
        )

    def once(self) -> AbstractContextManager[ServerClient]:
        """Return a client for a few calls in a `with` block."""
        return closing(self.client())
