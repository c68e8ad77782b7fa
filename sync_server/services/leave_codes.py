"""Codes that open the lock of a seat, with a record of who asked for one."""

from uuid import UUID

from question_bank.formats.staff_code import (
    StaffCodePurpose,
    parse_challenge,
    staff_code,
)
from question_bank.identifiers import SeatUuid
from sync_server.audit.audit_chain import Act
from sync_server.keys.vault import Vault
from sync_server.keys.vault_purposes import leave_key_purpose
from sync_server.storage.audit_store import AuditStore
from sync_server.storage.seat_store import SeatStore


class LeaveCodes:
    """Makes them. For all threads.

    Needs neither network nor the seat: the key is derived from the vault's, and the seat
    was told it when it last saw the server. A revoked seat gets codes too: no computer
    may stay locked.
    """

    def __init__(self, seats: SeatStore, audit: AuditStore, vault: Vault) -> None:
        self._seats = seats
        self._audit = audit
        self._vault = vault

    def code(self, seat_uuid: UUID, untrusted_challenge: str, *, by: str) -> str:
        """Return the code for the challenge that a seat shows.

        Raises:
            FormatError: the challenge is mistyped.
            NotFoundError: no such seat.
        """
        challenge = parse_challenge(untrusted_challenge)
        seat = self._seats.by_uuid(SeatUuid(seat_uuid))
        key = self._vault.derive(leave_key_purpose(seat.seat_uuid))
        details = {"room": str(seat.room_code), "seat": str(seat.seat_code)}
        self._audit.add(
            Act(
                actor=by,
                action="seat.leave_code",
                subject=str(seat_uuid),
                details=details,
            )
        )
        return staff_code(key, StaffCodePurpose.LEAVE, seat.seat_uuid, challenge)
