"""The receipt code that a candidate notes down: equal on the seat and at the server.

It depends on nothing but the chain's end at the hand-in, so two sides show the same
code exactly if they hold the same journal. Pure.
"""

import hashlib

from question_bank.formats.journal_entry import JournalHead
from question_bank.formats.spoken_code import spoken_code
from question_bank.identifiers import SittingUuid

_DOMAIN = b"exam-room receipt v1\0"
RECEIPT_BYTES = 5
"""40 bits: eight symbols and the check; an accidental match is one in 10^12."""


def receipt_code(sitting_uuid: SittingUuid, head: JournalHead) -> str:
    r"""Return the code for a journal that ends at `head` with the hand-in entry.

    The first 5 bytes of SHA-256(b"exam-room receipt v1\0" + sitting + seq (8,
    big-endian) + hash), written as a spoken code such as `7K3M-9QXDH`.
    """
    digest = hashlib.sha256(
        _DOMAIN + sitting_uuid.bytes + head.seq.to_bytes(8, "big") + head.hash
    ).digest()
    return spoken_code(digest[:RECEIPT_BYTES])
