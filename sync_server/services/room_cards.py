"""Room cards: made when something in them changed, sealed under the room's PIN.

A seat is told the newest card's hash each time it asks who it is, and fetches the card
days ahead. Whatever goes wrong here must not stop a seat that asks for something else.
"""

import logging
import threading
from dataclasses import dataclass

from question_bank.errors import ExamRoomError
from question_bank.formats.room_card import (
    MOST_PHOTO_BYTES,
    MOST_PHOTOS_BYTES,
    CardSitting,
    RoomCard,
    draw_pin,
    plain_number,
)
from question_bank.identifiers import RoomSessionUuid
from question_bank.sealing.room_card_seal import room_card_sha256, seal_room_card
from sync_server.clock import Clock
from sync_server.errors import NotFoundError
from sync_server.keys.vault import Vault
from sync_server.keys.vault_purposes import id_number_purpose, photo_purpose
from sync_server.rooms.room_secrets import RoomSeat, RoomSecrets
from sync_server.rooms.room_session import RoomSession
from sync_server.storage.room_card_store import (
    CardBasis,
    CardPerson,
    KeptCard,
    RoomCardStore,
)
from sync_server.storage.room_store import RoomStore

logger = logging.getLogger(__name__)

LEAST_TAIL = 4
LOOK_EVERY_S = 2.0
"""How old the answer may be that nothing in a card has changed."""


@dataclass(frozen=True, slots=True)
class _Looked:
    at_s: float
    sha256: bytes


class RoomCards:
    """Gives out PINs and cards. For all threads."""

    def __init__(
        self,
        store: RoomCardStore,
        rooms: RoomStore,
        room_secrets: RoomSecrets,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self._store = store
        self._rooms = rooms
        self._room_secrets = room_secrets
        self._vault = vault
        self._clock = clock
        self._lock = threading.Lock()
        self._looked: dict[int, _Looked] = {}

    def pin(self, room_session_uuid: RoomSessionUuid) -> str:
        """Return the room session's PIN, drawn when it is first asked for.

        Raises:
            NotFoundError: no such room session.
            RoomClosedError: the secrets are forgotten.
        """
        room = self._rooms.room_session(room_session_uuid)
        return self._open_pin(room, self._kept(room))

    def draw_pin_anew(self, room_session_uuid: RoomSessionUuid) -> str:
        """Draw another PIN; seats fetch a card under it, the old one opens no new card.

        Raises:
            NotFoundError: no such room session.
            RoomClosedError: the secrets are forgotten.
        """
        room = self._rooms.room_session(room_session_uuid)
        sealed = self._sealed_pin(room)
        kept = self._store.put_pin(room.room_session_id, sealed, replace=True)
        with self._lock:
            self._looked.pop(room.room_session_id, None)
        return self._open_pin(room, kept)

    def card(self, room_session_uuid: RoomSessionUuid, seat: RoomSeat) -> bytes:
        """Return the newest sealed card, for one of the room's seats.

        Raises:
            NotFoundError: no such room session in the seat's room, or no package yet.
            RoomClosedError: the secrets are forgotten.
        """
        room = self._rooms.room_session(room_session_uuid)
        if room.room_id != seat.room_id:
            raise NotFoundError("no such room session in this room")
        with self._lock:
            return self._newest(room).card

    def newest_sha256(self, room: RoomSession) -> bytes:
        """Return what the newest card is named by; empty when there can be none now."""
        if room.secrets_forgotten or room.package_uuid is None:
            return b""
        with self._lock:
            looked = self._looked.get(room.room_session_id)
            now_s = self._clock.monotonic_s()
            if looked is not None and now_s - looked.at_s < LOOK_EVERY_S:
                return looked.sha256
            try:
                sha256 = room_card_sha256(self._newest(room).card)
            except ExamRoomError:
                logger.exception("no room card for %s", room.room_session_uuid)
                sha256 = b""
            self._looked[room.room_session_id] = _Looked(now_s, sha256)
            return sha256

    def _newest(self, room: RoomSession) -> KeptCard:
        kept = self._kept(room)
        basis_sha256 = self._store.basis_sha256(room.room_session_id)
        if kept.card and kept.basis_sha256 == basis_sha256:
            return kept
        basis = self._store.basis(room.room_session_id)
        issued = kept.issued + 1
        card = seal_room_card(self._made(basis, issued), self._open_pin(room, kept))
        after = KeptCard(
            pin_sealed=kept.pin_sealed,
            issued=issued,
            basis_sha256=basis_sha256,
            card=card,
        )
        now = self._clock.utc_now()
        return self._store.put_card(room.room_session_id, kept, after, now)

    def _made(self, basis: CardBasis, issued: int) -> RoomCard:
        keys = self._room_secrets.keys(basis.room_session_uuid)
        sittings: list[CardSitting] = []
        room_left = MOST_PHOTOS_BYTES
        for person in basis.people:
            tail = self._tail(person, basis.id_tail_length)
            if len(tail) < LEAST_TAIL:
                continue  # the roster lets no such number in
            photo = self._photo(person, room_left)
            room_left -= len(photo)
            sittings.append(_sitting(person, tail, photo))
        return RoomCard(
            room_session_uuid=basis.room_session_uuid,
            issued=issued,
            session_code=basis.session_code,
            session_name=basis.session_name,
            room_code=basis.room_code,
            room_name=basis.room_name,
            data_class=basis.data_class,
            package_uuid=basis.package_uuid,
            manifest_sha256=basis.manifest_sha256,
            resume_secret=keys.resume_secret,
            site_marking_key=keys.site_marking_key,
            sittings=tuple(sittings),
        )

    def _tail(self, person: CardPerson, length: int) -> str:
        purpose = id_number_purpose(person.candidate_uuid)
        opened = self._vault.open(person.id_number_sealed, purpose=purpose)
        return plain_number(opened.decode())[-length:]

    def _photo(self, person: CardPerson, room_left: int) -> bytes:
        if person.photo_sealed is None:
            return b""
        purpose = photo_purpose(person.candidate_uuid)
        photo = self._vault.open(person.photo_sealed, purpose=purpose)
        return photo if len(photo) <= min(MOST_PHOTO_BYTES, room_left) else b""

    def _kept(self, room: RoomSession) -> KeptCard:
        found = self._store.kept(room.room_session_id)
        if found is not None:
            return found
        sealed = self._sealed_pin(room)
        return self._store.put_pin(room.room_session_id, sealed, replace=False)

    def _sealed_pin(self, room: RoomSession) -> bytes:
        return self._vault.seal(draw_pin().encode(), purpose=_pin_purpose(room))

    def _open_pin(self, room: RoomSession, kept: KeptCard) -> str:
        return self._vault.open(kept.pin_sealed, purpose=_pin_purpose(room)).decode()


def _sitting(person: CardPerson, tail: str, photo: bytes) -> CardSitting:
    return CardSitting(
        sitting_uuid=person.sitting_uuid,
        admission_number=person.admission_number,
        id_tail=tail,
        name=person.name,
        form_of_address=person.form_of_address,
        planned_seat_code=person.planned_seat_code,
        form_code=person.form_code,
        extra_time_ms=person.extra_time_ms,
        photo=photo,
        photo_media_type=person.photo_media_type if photo else "",
    )


def _pin_purpose(room: RoomSession) -> str:
    return f"room-pin {room.room_session_uuid}"
