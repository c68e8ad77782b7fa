from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from question_bank.formats.pairing_code import (
    pairing_code,
    pairing_commitment,
    pairing_token_message,
)
from question_bank.identifiers import PairingUuid, RoomCode, SeatCode
from question_bank.sealing.errors import SignatureInvalidError
from question_bank.sealing.signing_keys import SigningKey
from sync_server.errors import PairingUnknownError, SeatTakenError
from sync_server.seats.pairing_desk import MOST_UNOPENED, pairing_site
from sync_server.seats.seat import NewSeat, PairingState
from sync_server.services.site import Site
from sync_server.services.site_people import people_of
from tests.builders.server_sites import a_site, plan_room
from tests.fakes.server_clock import ServerClock
from tests.sync_server.builders import NONCE, a_pairing_request, pair_directly


@pytest.fixture
def clock() -> ServerClock:
    return ServerClock()


@pytest.fixture
def site(tmp_path: Path, clock: ServerClock) -> Site:
    site = a_site(tmp_path / "data", clock)
    plan_room(site, candidates=1)
    return site


def test_both_sides_show_the_same_code(site: Site) -> None:
    key = SigningKey.draw()
    pairing = site.pairing_desk.ask(a_pairing_request(key), "")
    site.pairing_desk.open_commitment(pairing.pairing_uuid, NONCE)

    [waiting] = site.pairing_desk.waiting()

    assert waiting.code == pairing_code(
        pairing_site(site.keys),
        key.verify_key.raw,
        pairing.server_nonce,
        NONCE,
    )


def test_somebody_in_the_middle_makes_the_codes_differ(
    site: Site, tmp_path: Path
) -> None:
    seat_key, middle_key = SigningKey.draw(), SigningKey.draw()
    pairing = site.pairing_desk.ask(a_pairing_request(middle_key), "")
    site.pairing_desk.open_commitment(pairing.pairing_uuid, NONCE)
    true_site = pairing_site(site.keys)
    false_sites = (
        replace(true_site, authority_der=b"the authority of who stands in the middle"),
        replace(true_site, site_uuid=uuid4()),
        replace(true_site, signing_key=middle_key.verify_key.raw),
    )

    [waiting] = site.pairing_desk.waiting()
    codes_at_the_seat = {
        pairing_code(said, key.verify_key.raw, pairing.server_nonce, NONCE)
        for said, key in (
            (true_site, seat_key),
            *((said, seat_key) for said in false_sites),
            *((said, middle_key) for said in false_sites),
        )
    }

    assert waiting.code not in codes_at_the_seat


def test_a_nonce_that_was_not_committed_to_is_refused(site: Site) -> None:
    pairing = site.pairing_desk.ask(a_pairing_request(SigningKey.draw()), "")

    with pytest.raises(PairingUnknownError):
        site.pairing_desk.open_commitment(pairing.pairing_uuid, bytes(32))

    assert site.pairing_desk.waiting() == ()


def test_a_pairing_whose_code_was_never_shown_cannot_be_approved(site: Site) -> None:
    pairing = site.pairing_desk.ask(a_pairing_request(SigningKey.draw()), "")

    with pytest.raises(PairingUnknownError):
        site.pairing_desk.approve(
            pairing.pairing_uuid, RoomCode("R1"), SeatCode("01"), "admin"
        )


def test_a_place_has_one_seat_until_it_is_revoked(site: Site) -> None:
    seat = pair_directly(site, SigningKey.draw(), "R1", "01")

    with pytest.raises(SeatTakenError):
        pair_directly(site, SigningKey.draw(), "R1", "01")
    people_of(site).seats.revoke(seat.seat_uuid, by="admin")

    assert pair_directly(site, SigningKey.draw(), "R1", "01").seat_id != seat.seat_id


def test_only_the_holder_of_the_seats_key_learns_the_outcome(site: Site) -> None:
    pairing = site.pairing_desk.ask(a_pairing_request(SigningKey.draw()), "")
    message = pairing_token_message(pairing.pairing_uuid)

    with pytest.raises(SignatureInvalidError):
        site.pairing_desk.state(pairing.pairing_uuid, SigningKey.draw().sign(message))
    with pytest.raises(PairingUnknownError):
        site.pairing_desk.state(PairingUuid(uuid4()), bytes(64))


def test_a_pairing_that_nobody_decided_is_forgotten_after_an_hour(
    site: Site, clock: ServerClock
) -> None:
    pairing = site.pairing_desk.ask(a_pairing_request(SigningKey.draw()), "")
    site.pairing_desk.open_commitment(pairing.pairing_uuid, NONCE)

    clock.pass_s(3601)

    assert site.pairing_desk.waiting() == ()
    with pytest.raises(PairingUnknownError):
        site.pairing_desk.open_commitment(pairing.pairing_uuid, NONCE)


def test_requests_that_never_show_a_code_do_not_keep_others_out(
    site: Site, clock: ServerClock
) -> None:
    request = a_pairing_request(SigningKey.draw())
    flood = [site.pairing_desk.ask(request, "10.0.0.66") for _ in range(3)]
    for _ in range(MOST_UNOPENED):
        site.pairing_desk.ask(request, "10.0.0.66")

    pair_directly(site, SigningKey.draw(), "R1", "01")

    with pytest.raises(PairingUnknownError):
        site.pairing_desk.open_commitment(flood[0].pairing_uuid, NONCE)
    clock.pass_s(121)
    site.pairing_desk.ask(request, "10.0.0.66")
    assert len(site.seat_store.pairings(PairingState.WAITING)) == 1


@pytest.mark.parametrize("first_is_approved", [True, False])
def test_of_two_decisions_made_at_once_one_counts(
    site: Site, *, first_is_approved: bool
) -> None:
    asked = site.pairing_desk.ask(a_pairing_request(SigningKey.draw()), "")
    site.pairing_desk.open_commitment(asked.pairing_uuid, NONCE)
    seen = site.seat_store.pairing(asked.pairing_uuid)  # by both who decide
    assert seen is not None
    new_seats = [a_new_seat("01") if first_is_approved else None, a_new_seat("02")]

    site.seat_store.decide_pairing(seen, new_seats[0], "2026-11-22T01:30:00.000Z")
    with pytest.raises(PairingUnknownError):
        site.seat_store.decide_pairing(seen, new_seats[1], "2026-11-22T01:30:00.000Z")

    assert len(site.seat_store.seats()) == int(first_is_approved)


def a_new_seat(seat_code: str) -> NewSeat:
    return NewSeat(
        seat_uuid=uuid4(),
        room_code=RoomCode("R1"),
        seat_code=SeatCode(seat_code),
        token_hash=seat_code.encode() * 16,
        approved_by="admin",
    )


def test_a_commitment_hides_the_nonce() -> None:
    assert pairing_commitment(NONCE) != NONCE
