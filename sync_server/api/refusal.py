"""The one table from an error's code to its HTTP status, and how refusals look.

What is not in the table is a client's mistake if it is ours (400).
"""

import logging
from types import MappingProxyType

import msgspec
from litestar import MediaType, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from question_bank.errors import ExamRoomError
from question_bank.formats.seat_protocol import Refusal

logger = logging.getLogger(__name__)

HTTP_STATUS = MappingProxyType(
    {
        "FORMAT": 400,
        "OPENING_CODE_MISTYPED": 400,
        "CHAIN_BROKEN": 400,
        "TOKEN_UNKNOWN": 401,
        "SIGN_IN_REFUSED": 401,
        "SIGN_IN_NEEDED": 401,
        "SEAT_REVOKED": 403,
        "SITTING_NOT_OF_SEAT": 403,
        "SIGNATURE_INVALID": 403,
        "LOG_IN_REFUSED": 403,
        "LATE_ENTRY": 403,
        "ROLE_NEEDED": 403,
        "FORM_TOKEN": 403,
        "WRONG_OPENING_CODE": 403,
        "WRONG_PASSPHRASE": 403,
        "WRONG_KEY": 403,
        "PUBLISHER_UNKNOWN": 403,
        "PUBLISHER_REVOKED": 403,
        "PUBLISHER_CARD_REFUSED": 403,
        "OTHER_SITE": 403,
        "OTHER_SESSION": 403,
        "PACKAGE_EXPIRED": 403,
        "PACKAGE_NOT_YET_OPEN": 403,
        "PACKAGE_ROLLED_BACK": 403,
        "PACKAGE_TOO_NEW": 403,
        "PACKAGE_DAMAGED": 403,
        "SEAL_BROKEN": 403,
        "NOT_FOUND": 404,
        "PAIRING_UNKNOWN": 404,
        "JOURNAL_GAP": 409,
        "JOURNAL_CONFLICT": 409,
        "SITTING_AT_ANOTHER_SEAT": 409,
        "SITTING_CLOSED": 409,
        "ROOM_STATE": 409,
        "ROOM_CLOSED": 409,
        "SEAT_TAKEN": 409,
        "ACCOUNT_EXISTS": 409,
        "PACKAGE_IN_USE": 409,
        "PACKAGE_MISSING": 409,
        "OPENING_CODE_NEEDED": 409,
        "SESSION_MIXED": 409,
        "AUDIT_BROKEN": 409,
        "TOO_MANY_TRIES": 429,
        "BUSY": 503,
        "ENTRY_KNOWN": 503,
        "STORAGE_FAILED": 503,
        "STORAGE_FULL": 507,
        "DISK_RESERVE": 507,
    }
)

_HTTP_CODES = MappingProxyType(
    {
        400: "FORMAT",
        404: "NOT_FOUND",
        405: "NOT_FOUND",
        413: "FORMAT",
        429: "TOO_MANY_TRIES",
    }
)


def status_of(error: ExamRoomError) -> int:
    """Return the HTTP status of an error."""
    return HTTP_STATUS.get(error.code, 400)


def refusal_of(error: ExamRoomError) -> Refusal:
    """Return what the other side is told."""
    return Refusal(
        code=error.code,
        detail=str(error)[:400],
        advice=error.advice,
        expected_seq=getattr(error, "expected_seq", None),
    )


def refusal_bytes(error: ExamRoomError) -> bytes:
    """Return a refusal as JSON."""
    return msgspec.json.encode(refusal_of(error))


def answer_refusal(
    _request: Request[object, object, State], error: ExamRoomError
) -> Response[Refusal]:
    """Answer an error of ours."""
    return Response(
        refusal_of(error), status_code=status_of(error), media_type=MediaType.JSON
    )


def answer_http_error(
    _request: Request[object, object, State], error: HTTPException
) -> Response[Refusal]:
    """Answer what the framework refused: unknown path, wrong body, too large."""
    code = _HTTP_CODES.get(error.status_code, "FORMAT")
    return Response(
        Refusal(
            code=code,
            detail=str(error.detail)[:400],
            advice="Compare the request with the API's description.",
        ),
        status_code=error.status_code,
        media_type=MediaType.JSON,
    )


def answer_bug(
    _request: Request[object, object, State], error: Exception
) -> Response[Refusal]:
    """Answer what nobody expected, and log it; the server goes on."""
    if isinstance(error, RecursionError):
        refusal = Refusal(code="FORMAT", detail="nested too deeply")
        return Response(refusal, status_code=400, media_type=MediaType.JSON)
    logger.error("a request met an error that nobody expected", exc_info=error)
    return Response(
        Refusal(
            code="INTERNAL", advice="Tell the operator to look at the server's log."
        ),
        status_code=500,
        media_type=MediaType.JSON,
    )
