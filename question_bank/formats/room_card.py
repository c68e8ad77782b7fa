"""The room card: what a seat needs to hold an exam while the server is dead (row 9).

Made by the site's server for one room in one session, handed to the room's seats days
ahead, and sealed under the room's PIN (`question_bank.sealing.room_card_seal`). It opens
no paper: that takes the opening code. msgpack maps; docs/formats/room-card.md. Pure.
"""

import hmac
import secrets
import unicodedata
from typing import Annotated
from uuid import UUID

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.digit_code import (
    digit_groups,
    parse_digit_code,
    with_check_digit,
)
from question_bank.formats.exam_package import DataClass
from question_bank.formats.record import parse_record, record_bytes

FORMAT = "exam-room room card"
PIN_DIGITS = 12
"""With the check digit: 10^11 PINs, each try costs a stretching."""
MOST_PHOTO_BYTES = 64 * 1024
MOST_SITTINGS = 2000
MOST_CONTENT_BYTES = 16 * 1024 * 1024
"""Of a card before it is sealed."""
MOST_PHOTOS_BYTES = 14 * 1024 * 1024
"""Of all photos together; who makes a card leaves out what goes beyond."""
MOST_TAIL = 18

Text = Annotated[str, msgspec.Meta(max_length=400)]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class CardSitting(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Who sits in the room, as the roster has it.

    Attributes:
        planned_seat_code: Maybe empty: free seating.
        id_tail: The last characters of the ID number, as many as the package's policies
            ask for; capital letters and digits only.
        extra_time_ms: Agreed before the exam.
        photo: JPEG or PNG; empty when there is none, or none that is small enough.
    """

    sitting_uuid: UUID
    admission_number: Code
    id_tail: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Z]{4,18}\Z")]
    name: Text
    form_of_address: Text = ""
    planned_seat_code: Text = ""
    form_code: Code
    extra_time_ms: Milliseconds = 0
    photo: Annotated[bytes, msgspec.Meta(max_length=MOST_PHOTO_BYTES)] = b""
    photo_media_type: Text = ""


class RoomCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A room in a session, whole.

    Attributes:
        issued: Grows with each card that is made for the room session, from 1.
        resume_secret: What the resume code stands for; room secret and PIN go together.
        site_marking_key: Public key that body keys are closed to where the plan lets the
            site score; else empty.
    """

    format: Annotated[str, msgspec.Meta(pattern=r"\Aexam-room room card\Z")] = FORMAT
    format_version: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    room_session_uuid: UUID
    issued: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    session_code: Code
    session_name: Text
    room_code: Text
    room_name: Text
    data_class: DataClass
    package_uuid: UUID
    manifest_sha256: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
    resume_secret: Annotated[bytes, msgspec.Meta(min_length=10, max_length=10)]
    site_marking_key: Annotated[bytes, msgspec.Meta(max_length=4096)] = b""
    sittings: Annotated[tuple[CardSitting, ...], msgspec.Meta(max_length=MOST_SITTINGS)]

    def sitting_of(
        self, admission_number: str, untrusted_id_tail: str
    ) -> CardSitting | None:
        """Return whose numbers these are; None: they fit nobody here.

        Blanks, full width and letter case don't matter, as at the server.
        """
        number = plain_number(admission_number)
        for sitting in self.sittings:
            is_number = plain_number(sitting.admission_number) == number
            if is_number and fits_tail(untrusted_id_tail, sitting.id_tail):
                return sitting
        return None


def room_card_bytes(card: RoomCard) -> bytes:
    """Return a card's msgpack, before sealing."""
    return record_bytes(card)


def parse_room_card(untrusted_bytes: bytes) -> RoomCard:
    """Parse an opened card.

    Raises:
        FormatError: not a room card, too large, or a sitting or number stands there twice.
    """
    if len(untrusted_bytes) > MOST_CONTENT_BYTES:
        raise FormatError("room_card", f"{len(untrusted_bytes)} bytes")
    card = parse_record(untrusted_bytes, RoomCard, name="room_card")
    numbers = {sitting.admission_number for sitting in card.sittings}
    uuids = {sitting.sitting_uuid for sitting in card.sittings}
    if min(len(numbers), len(uuids)) < len(card.sittings):
        raise FormatError("room_card.sittings", "one of them stands there twice")
    return card


def plain_number(typed: str) -> str:
    """Return letters and digits only, upper case: full width and blanks don't matter."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in folded if character.isalnum())


def fits_tail(untrusted_tail: str, id_tail: str) -> bool:
    """Return whether what was typed ends as the ID number does.

    At least as many characters as `id_tail` has; of more only the last are compared.
    """
    typed = plain_number(untrusted_tail)
    if not len(id_tail) <= len(typed) <= MOST_TAIL:
        return False
    return hmac.compare_digest(typed[-len(id_tail) :].encode(), id_tail.encode())


def draw_pin() -> str:
    """Return a new PIN, digits only."""
    return with_check_digit(f"{secrets.randbelow(10 ** (PIN_DIGITS - 1)):011d}")


def pin_text(pin: str) -> str:
    """Return the PIN in groups, for people."""
    return digit_groups(pin)


def parse_pin(untrusted_text: str) -> str:
    """Return a typed PIN.

    Raises:
        FormatError: mistyped.
    """
    return parse_digit_code(untrusted_text, digits=PIN_DIGITS, name="pin")
