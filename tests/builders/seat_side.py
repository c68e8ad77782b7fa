"""A seat at the protocol's level: keys, a token, a journal; no screen, no store."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import msgspec

from question_bank.formats.entry_bodies import EntryKind
from question_bank.formats.journal_entry import (
    EntryHeader,
    JournalEntry,
    JournalHead,
    empty_head,
    head_after,
    header_bytes,
    make_entry,
)
from question_bank.formats.pairing_code import (
    PairingSite,
    pairing_code,
    pairing_commitment,
    pairing_token_message,
)
from question_bank.formats.seat_protocol import (
    LogInAnswer,
    PairingAnswer,
    PairingNonce,
    PairingOffer,
    PairingRequest,
    Refusal,
    TokenRequest,
)
from question_bank.formats.sync_batch import (
    SyncBatch,
    SyncReceipt,
    head_message,
    parse_sync_receipt,
    sync_batch_bytes,
)
from question_bank.identifiers import PairingUuid, RoomCode, SeatCode, SittingUuid
from question_bank.sealing.signing_keys import SigningKey
from sync_server.keys.certificates import certificate_der
from sync_server.services.site import Site


def an_entry(
    sitting_uuid: SittingUuid,
    seq: int,
    kind: EntryKind = EntryKind.RESPONSE_SET,
    body: bytes = b"sealed, nobody here opens it",
) -> JournalEntry:
    """Return an entry whose body is any bytes: the server can't tell."""
    header = EntryHeader(
        format_version=1,
        sitting=sitting_uuid.bytes,
        seq=seq,
        time_used_ms=seq * 1000,
        wall_time_ms=1_795_309_200_000 + seq * 1000,
        kind=kind.value,
        kind_version=1,
        wraps=(),
    )
    return make_entry(header, header_bytes(header), body)


def a_journal(
    sitting_uuid: SittingUuid, length: int, body: bytes = b"x"
) -> list[JournalEntry]:
    """Return entries 1 … `length`."""
    return [an_entry(sitting_uuid, seq, body=body) for seq in range(1, length + 1)]


def a_batch(
    sitting_uuid: SittingUuid,
    journal: list[JournalEntry],
    key: SigningKey,
    *,
    start: int = 0,
    end: int | None = None,
) -> bytes:
    """Return a signed batch of `journal[start:end]`."""
    entries = journal[start:end]
    head = empty_head(sitting_uuid)
    for entry in journal[:start]:
        head = head_after(head, entry)
    after = head
    for entry in entries:
        head = head_after(head, entry)
    return batch_bytes(sitting_uuid, after, [entry.raw for entry in entries], head, key)


def batch_bytes(
    sitting_uuid: SittingUuid,
    after: JournalHead,
    raws: list[bytes],
    head: JournalHead,
    key: SigningKey,
) -> bytes:
    return sync_batch_bytes(
        SyncBatch(
            sitting=sitting_uuid.bytes,
            after_seq=after.seq,
            after_hash=after.hash,
            entries=tuple(raws),
            head_signature=key.sign(head_message(sitting_uuid, head)),
        )
    )


class RefusedError(AssertionError):
    """The server refused; `refusal` says why."""

    def __init__(self, status: int, refusal: Refusal) -> None:
        super().__init__(f"{status} {refusal}")
        self.status = status
        self.refusal = refusal


@dataclass(slots=True)
class SeatSide:
    """One computer. `http` is any client whose base URL is the server's."""

    http: httpx.Client
    key: SigningKey = field(default_factory=SigningKey.draw)
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    token: str = ""
    answer: PairingAnswer | None = None

    def call(
        self, method: str, path: str, body: object = None, **options: Any
    ) -> bytes:
        """Return the answer's body.

        Raises:
            RefusedError: any other status than 2xx.
        """
        content = body if isinstance(body, bytes) else msgspec.json.encode(body)
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["content-type"] = "application/json"
        answer = self.http.request(
            method,
            f"/api/v1{path}",
            content=None if body is None else content,
            headers=headers,
            **options,
        )
        if not answer.is_success:
            refusal = msgspec.json.decode(answer.content, type=Refusal)
            raise RefusedError(answer.status_code, refusal)
        return answer.content

    def ask(self) -> tuple[PairingOffer, str]:
        """Ask to pair, open the commitment; return the offer and the code on the screen."""
        request = PairingRequest(
            seat_public_key=self.key.verify_key.raw,
            commitment=pairing_commitment(self.nonce),
            computer_name="pc",
            program_version="0.1.0",
        )
        offer = msgspec.json.decode(
            self.call("POST", "/pairings", request), type=PairingOffer
        )
        self.call(
            "PUT",
            f"/pairings/{offer.pairing_uuid}/nonce",
            PairingNonce(seat_nonce=self.nonce),
        )
        code = pairing_code(
            PairingSite(
                authority_der=certificate_der(offer.ca_certificate_pem.encode()),
                site_uuid=offer.site_uuid,
                signing_key=offer.site_signing_key,
            ),
            self.key.verify_key.raw,
            offer.server_nonce,
            self.nonce,
        )
        return offer, code

    def fetch_token(self, pairing_uuid: UUID) -> PairingAnswer:
        signature = self.key.sign(pairing_token_message(pairing_uuid))
        answer = msgspec.json.decode(
            self.call(
                "POST",
                f"/pairings/{pairing_uuid}/token",
                TokenRequest(signature=signature),
            ),
            type=PairingAnswer,
        )
        if answer.token:
            self.token, self.answer = answer.token, answer
        return answer

    def pair(self, site: Site, room_code: str, seat_code: str) -> "SeatSide":
        """Pair with a site whose admin approves at once."""
        offer, _ = self.ask()
        site.pairing_desk.approve(
            PairingUuid(offer.pairing_uuid),
            RoomCode(room_code),
            SeatCode(seat_code),
            "admin",
        )
        self.fetch_token(offer.pairing_uuid)
        return self

    def log_in(self, admission_number: str, id_tail: str = "31002X") -> LogInAnswer:
        body = {"admission_number": admission_number, "id_tail": id_tail}
        return msgspec.json.decode(
            self.call("POST", "/log-ins", body), type=LogInAnswer
        )

    def claim(self, sitting_uuid: UUID) -> None:
        self.call("PUT", f"/sittings/{sitting_uuid}/seat", {})

    def push(self, sitting_uuid: UUID, batch: bytes) -> SyncReceipt:
        return parse_sync_receipt(
            self.call("PUT", f"/sittings/{sitting_uuid}/journal", batch)
        )
