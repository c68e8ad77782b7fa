"""What a paired seat is made of, handed to everything that works for it."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Clock
from kiosk.intake.take_in import Believes
from kiosk.storage.disk_reserve import DiskReserve
from kiosk.storage.package_shelf import FolderShelf
from kiosk.storage.room_card_shelf import RoomCardShelf
from kiosk.storage.seat_identity import SeatPairing
from kiosk.storage.sitting_vault import SittingVault
from kiosk.storage.start_count import NOT_COUNTED, Start
from question_bank.identifiers import SeatUuid, SiteUuid
from question_bank.sealing.signing_keys import SigningKey, VerifyKey
from question_bank.sealing.trust import Program, ProgramKind, PublisherKeys


@dataclass(slots=True, kw_only=True)
class SeatParts:
    """Identity, disk and clock of one paired seat.

    Attributes:
        pairing: Replaced whole, on the interface thread, when the server names other
            publishers, places or addresses; other threads read the one or the other.
        start: Which start of the seat this is, as its disk counts.
        disk: Room kept for answers, and whether there is any left.
        stick_folders: Places beside the sticks that the settings name.
    """

    pairing: SeatPairing
    signing_key: SigningKey
    data_folder: Path
    vault: SittingVault
    shelf: FolderShelf
    cards: RoomCardShelf
    disk: DiskReserve
    clock: Clock
    program_version: str
    start: Start = NOT_COUNTED
    stick_folders: tuple[Path, ...] = ()

    @property
    def seat_uuid(self) -> SeatUuid:
        """Which seat this is."""
        return SeatUuid(self.pairing.seat_uuid)

    @property
    def site_uuid(self) -> SiteUuid:
        """Which site it belongs to."""
        return SiteUuid(self.pairing.site_uuid)

    @property
    def site_key(self) -> VerifyKey:
        """Whose orders it obeys."""
        return VerifyKey(self.pairing.site_signing_key)

    @property
    def believes(self) -> Believes:
        """By whom packages may be signed, and which program reads them."""
        return Believes(
            publishers=PublisherKeys(
                trusted=tuple(map(VerifyKey, self.pairing.publisher_keys)),
                revoked=tuple(map(VerifyKey, self.pairing.revoked_publisher_keys)),
            ),
            program=Program(kind=ProgramKind.SEAT, version=self.program_version),
        )
