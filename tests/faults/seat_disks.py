"""What really lies on a seat's disk, read from outside while the seat is dead.

A copy of the sitting's folder is opened, so that the seat itself finds what the kill left.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.app.server_lines import ServerLines
from kiosk.errors import NothingToResumeError
from kiosk.journal.resume import read_journal
from kiosk.storage.connection import open_connection
from kiosk.storage.journal_store import JournalStore
from kiosk.storage.seat_identity import SeatIdentityStore
from kiosk.storage.sitting_vault import SittingVault
from question_bank.formats.journal_entry import JournalHead
from question_bank.identifiers import RoomSessionUuid, SittingUuid
from question_bank.items.response import (
    OptionsResponse,
    Response,
    TextResponse,
    TruthResponse,
)
from question_bank.sealing.journal_seal import room_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatDisk:
    """One sitting on one seat's disk.

    Attributes:
        folder: The seat's data folder.
        room_secret: As the server gave it while the room was open.
    """

    folder: Path
    sitting_uuid: SittingUuid
    room_secret: bytes

    def responses(self, scratch: Path) -> dict[str, dict[str, Any]]:
        """Return task → response as the journal has them; `scratch` is made anew."""
        identity = SeatIdentityStore(self.folder).load_keys()
        assert identity is not None
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.copytree(self.folder / "sittings", scratch / "sittings")
        vault = SittingVault(scratch, identity.seat_secret)
        key = vault.open_key(self.sitting_uuid, self.room_secret)
        connection = open_connection(vault.store_path(self.sitting_uuid), key)
        raws = JournalStore(connection, self.sitting_uuid).all_entries()
        connection.close()
        try:
            record = read_journal(self.sitting_uuid, raws, self.room_secret).record
        except NothingToResumeError:
            return {}
        return {
            task: plain_response(response)
            for task, response in record.responses.items()
        }

    def server_head(self) -> JournalHead:
        """Return the end of the server's copy."""
        pairing = SeatIdentityStore(self.folder).load_pairing()
        with ServerLines(pairing).once() as client:
            receipt = client.journal_head(self.sitting_uuid)
        return JournalHead(receipt.last_seq, receipt.last_hash)


def seat_disk(folder: Path, room_session_uuid: RoomSessionUuid) -> SeatDisk:
    """Return the one sitting of a seat, with the room's secret from the server."""
    store = SeatIdentityStore(folder)
    keys = store.load_keys()
    assert keys is not None
    with ServerLines(store.load_pairing()).once() as client:
        resume_secret = client.room_keys(room_session_uuid).resume_secret
    (on_disk,) = SittingVault(folder, keys.seat_secret).unfinished()
    return SeatDisk(
        folder=folder,
        sitting_uuid=on_disk.sitting_uuid,
        room_secret=room_secret(resume_secret, room_session_uuid),
    )


def plain_response(response: Response) -> dict[str, Any]:
    """Return a response in the robot's shape."""
    match response:
        case OptionsResponse():
            return {"options": sorted(response.option_ids)}
        case TruthResponse():
            return {"truth": response.is_true}
        case TextResponse():
            return {"text": response.text}
        case _:
            raise ValueError(f"nobody speaks here: {response}")
