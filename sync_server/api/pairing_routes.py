"""Pairing, the only seat routes without a token."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Router, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from question_bank.formats.seat_protocol import (
    PairingAnswer,
    PairingNonce,
    PairingOffer,
    PairingRequest,
    PairingStatus,
    TokenRequest,
)
from question_bank.identifiers import PairingUuid
from sync_server.api.patience import patience_s
from sync_server.seats.seat import PairingState
from sync_server.services.program_version import program_version
from sync_server.services.site import Site

MOST_PAIRING_BYTES = 16 * 1024
LOOK_AGAIN_S = 0.3
"""How soon a waiting seat learns of the admin's decision."""


def pairing_routes(site: Site) -> Router:
    """Return the routes of pairing."""

    @post("/pairings", status_code=201, sync_to_thread=True)
    def ask(
        data: JSONBody[PairingRequest], request: Request[Any, Any, Any]
    ) -> PairingOffer:
        """Ask to become a seat.

        Body: PairingRequest. 201: PairingOffer. 400 FORMAT; 503 BUSY; 507 STORAGE_FULL.
        """
        site.disk_guard.require_room()
        address = request.client.host if request.client else ""
        pairing = site.pairing_desk.ask(data, address)
        return PairingOffer(
            pairing_uuid=pairing.pairing_uuid,
            server_nonce=pairing.server_nonce,
            site_uuid=site.keys.card.site_uuid,
            site_name=site.keys.card.site_name,
            ca_certificate_pem=site.keys.authority_pem.decode(),
            site_signing_key=site.keys.card.signing_public_key,
            server_version=program_version(),
        )

    @put("/pairings/{pairing_uuid:uuid}/nonce", sync_to_thread=True)
    def open_commitment(
        pairing_uuid: FromPath[UUID], data: JSONBody[PairingNonce]
    ) -> dict[str, str]:
        """Open the commitment; from now on the code stands in the console.

        Body: PairingNonce. 200: {}. 400 FORMAT; 404 PAIRING_UNKNOWN.
        """
        site.pairing_desk.open_commitment(PairingUuid(pairing_uuid), data.seat_nonce)
        return {}

    @post("/pairings/{pairing_uuid:uuid}/token", status_code=200)
    async def fetch_token(
        pairing_uuid: FromPath[UUID],
        data: JSONBody[TokenRequest],
        wait_s: FromQuery[float] = 0.0,
    ) -> PairingAnswer:
        """Fetch the outcome; waits for the decision up to `wait_s`.

        Body: TokenRequest. 200: PairingAnswer; each approved answer has a new token,
        the one before is void. 400 FORMAT; 403 SIGNATURE_INVALID; 404 PAIRING_UNKNOWN.
        """
        return await _answer(site, PairingUuid(pairing_uuid), data.signature, wait_s)

    return Router(
        "/api/v1",
        route_handlers=[ask, open_commitment, fetch_token],
        request_max_body_size=MOST_PAIRING_BYTES,
        tags=["pairing"],
    )


async def _answer(
    site: Site, pairing_uuid: PairingUuid, signature: bytes, wait_s: float
) -> PairingAnswer:
    longest_s = site.options.longest_poll_s
    until = site.clock.monotonic_s() + patience_s(wait_s, longest_s)
    while True:
        state = await asyncio.to_thread(
            site.pairing_desk.state, pairing_uuid, signature
        )
        if state is PairingState.APPROVED:
            return await asyncio.to_thread(_approved, site, pairing_uuid)
        if state is PairingState.REFUSED:
            return PairingAnswer(status=PairingStatus.REFUSED)
        if site.clock.monotonic_s() + LOOK_AGAIN_S > until or site.is_stopping:
            return PairingAnswer(status=PairingStatus.WAITING)
        await asyncio.sleep(LOOK_AGAIN_S)


def _approved(site: Site, pairing_uuid: PairingUuid) -> PairingAnswer:
    seat, token = site.pairing_desk.draw_token(pairing_uuid)
    return PairingAnswer(
        status=PairingStatus.APPROVED,
        token=token,
        seat_uuid=seat.seat_uuid,
        seat_code=seat.seat_code,
        room_code=seat.room_code,
        room_name=seat.room_name,
        site_signing_key=site.keys.card.signing_public_key,
        publisher_keys=site.publisher_reader.trusted_keys(),
    )
