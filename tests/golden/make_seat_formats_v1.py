"""Makes tests/golden/room_card_v1.json and staff_codes_v1.json.

    python -m tests.golden.make_seat_formats_v1

The sealed card has a salt and a nonce of its own: a new run gives another that is just as
good. The files are made once a format version and then kept.
"""

import base64
import json
from pathlib import Path
from uuid import UUID

from question_bank.formats.digit_code import digit_groups
from question_bank.formats.room_card import pin_text, room_card_bytes
from question_bank.formats.staff_code import (
    StaffCodePurpose,
    challenge_of,
    staff_code,
)
from question_bank.sealing.room_card_seal import room_card_sha256, seal_room_card
from tests.builders.room_cards import PIN, ROOM_SESSION, a_room_card

FOLDER = Path(__file__).parent
KEY = bytes(range(32))
SUBJECT = UUID("0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0")
NUMBERS = (0, 1, 1_234_567, 3_141_592, 9_999_999)


def text_of(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def write(name: str, told: dict[str, object]) -> None:
    (FOLDER / name).write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def main() -> None:
    """Write the files."""
    card = a_room_card()
    sealed = seal_room_card(card, PIN)
    write(
        "room_card_v1.json",
        {
            "format": "exam-room room card v1 test vector",
            "room_session": str(ROOM_SESSION),
            "pin": PIN,
            "pin_as_people_write_it": pin_text(PIN),
            "card": text_of(room_card_bytes(card)),
            "sealed": text_of(sealed),
            "sealed_sha256": room_card_sha256(sealed).hex(),
        },
    )
    codes = [
        {
            "purpose": purpose.value,
            "subject": str(SUBJECT),
            "challenge": challenge_of(number),
            "code": staff_code(KEY, purpose, SUBJECT, challenge_of(number)),
            "as_people_write_it": digit_groups(
                staff_code(KEY, purpose, SUBJECT, challenge_of(number))
            ),
        }
        for purpose in StaffCodePurpose
        for number in NUMBERS
    ]
    write(
        "staff_codes_v1.json",
        {
            "format": "exam-room staff code v1 test vectors",
            "key": KEY.hex(),
            "codes": codes,
        },
    )


if __name__ == "__main__":
    main()
