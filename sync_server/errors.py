"""What the server tells a seat, an admin or an operator.

ExamRoomError
└── SyncServerError
    ├── ConfigError                 a setting is wrong; the server does not start
    ├── SiteExistsError             init or restore over a site
    ├── SiteMissingError            no site in the data folder
    ├── ServerRunningError          another server has this data folder
    ├── StorageUnsafeError          the database would not keep what it acknowledges
    ├── SchemaTooNewError           the database is of a newer program
    ├── StorageFailedError          the database did not answer; try again
    ├── EntryKnownError             somebody else wrote this journal
    ├── StorageFullError            no room left; nothing was acknowledged
    ├── BusyError                   too much at once; try again
    ├── TokenUnknownError           no such token
    ├── SeatRevokedError            the seat was taken out of the room
    ├── PairingUnknownError         no such pairing, or in another state
    ├── SeatTakenError              the place has a seat already
    ├── NotFoundError               nothing has this identifier
    ├── LogInRefusedError           number and ID do not fit a sitting here
    ├── TooManyTriesError           slowed after wrong tries
    ├── SittingAtAnotherSeatError   one seat at a time
    ├── SittingNotOfSeatError       a sitting that this seat never held, or gave away
    ├── SittingClosedError          the server closed the sitting: only deliver
    ├── LateEntryError              too late to begin this sitting
    ├── RoomStateError              the room session is not in the state for that
    └── RoomClosedError             the exam in this room is over
"""

from question_bank.errors import ExamRoomError


class SyncServerError(ExamRoomError):
    """Base of the server's own errors."""


class ConfigError(SyncServerError):
    """A setting is unknown, of the wrong type or out of range."""

    code = "CONFIG"
    advice = "Correct the named setting and start the server again."


class SiteExistsError(SyncServerError):
    """The data folder already holds a site; nothing was changed."""

    code = "SITE_EXISTS"
    advice = "Name an empty folder; a site is never overwritten."


class SiteMissingError(SyncServerError):
    """The data folder holds no site, or a part of it is missing."""

    code = "SITE_MISSING"
    advice = "Make a site with `exam-server init`, or name the right data folder."


class ServerRunningError(SyncServerError):
    """Another server process holds this data folder."""

    code = "SERVER_RUNNING"
    advice = "Stop the other exam-server of this data folder first."


class StorageUnsafeError(SyncServerError):
    """The database does not run the way that keeps acknowledged rows over a power cut."""

    code = "STORAGE_UNSAFE"
    advice = (
        "Put the data folder on a local disk; network drives can't keep answers safe."
    )


class SchemaTooNewError(SyncServerError):
    """The database was written by a newer program that older ones must not open."""

    code = "SCHEMA_TOO_NEW"
    advice = "Install the newer exam-server that wrote this data folder."


class StorageFailedError(SyncServerError):
    """The database could not do it now; what was asked is not done."""

    code = "STORAGE_FAILED"
    advice = "Try again; if it stays, look at the server's disk and its log."
    retryable = True


class EntryKnownError(SyncServerError):
    """An entry stands there already: another process wrote this journal."""

    code = "ENTRY_KNOWN"
    advice = "Send the batch again; the server looks at its journal anew."
    retryable = True


class StorageFullError(SyncServerError):
    """The disk is full or nearly so; nothing was acknowledged."""

    code = "STORAGE_FULL"
    advice = "Make room on the server's disk now; answers stay safe on the seats."
    retryable = True


class BusyError(SyncServerError):
    """More is waiting than the server takes at once."""

    code = "BUSY"
    advice = "Wait a moment; it is tried again by itself."
    retryable = True


class TokenUnknownError(SyncServerError):
    """The bearer token is missing or belongs to nobody."""

    code = "TOKEN_UNKNOWN"
    advice = "Pair this computer with the server again."


class SeatRevokedError(SyncServerError):
    """The seat was taken out; its token and its key count no more."""

    code = "SEAT_REVOKED"
    advice = "Ask the site admin; this computer was taken out of the room."


class PairingUnknownError(SyncServerError):
    """There is no such pairing, it is decided already, or a step does not fit."""

    code = "PAIRING_UNKNOWN"
    advice = "Start the pairing again at the seat."


class SeatTakenError(SyncServerError):
    """The place in the room already has a seat that is not revoked."""

    code = "SEAT_TAKEN"
    advice = "Revoke the old seat of this place first, or choose another number."


class NotFoundError(SyncServerError):
    """Nothing has the identifier that was asked for."""

    code = "NOT_FOUND"
    advice = "Check the identifier; it may belong to another site or day."


class LogInRefusedError(SyncServerError):
    """Admission number and ID do not belong to a sitting of this room session."""

    code = "LOG_IN_REFUSED"
    advice = "Check both numbers on the admission ticket; then ask the proctor."


class TooManyTriesError(SyncServerError):
    """Wrong tries were too many for now."""

    code = "TOO_MANY_TRIES"
    advice = "Wait a minute and type the numbers again with care."
    retryable = True


class SittingAtAnotherSeatError(SyncServerError):
    """The sitting is held by another seat; the proctor must release it first."""

    code = "SITTING_AT_ANOTHER_SEAT"
    advice = "Ask the proctor: a sitting is moved only by releasing it first."


class SittingNotOfSeatError(SyncServerError):
    """A sitting that this seat never held, or one that it gave away by a release."""

    code = "SITTING_NOT_OF_SEAT"
    advice = "Tell the proctor: this computer sent answers of another seat's candidate."


class SittingClosedError(SyncServerError):
    """The server closed the sitting; what a seat still has of it is only delivered."""

    code = "SITTING_CLOSED"
    advice = "This exam is over; answers on this computer are still delivered."


class LateEntryError(SyncServerError):
    """The session's rules let nobody begin so long after the room's start."""

    code = "LATE_ENTRY"
    advice = "Tell the proctor: the time for late arrivals is over."


class RoomStateError(SyncServerError):
    """The room session is not in the state that this order needs."""

    code = "ROOM_STATE"
    advice = "Look at the room's state in the console and give the orders in turn."


class RoomClosedError(SyncServerError):
    """The room is closed; maybe its secrets are forgotten already."""

    code = "ROOM_CLOSED"
    advice = "Nothing more can be opened here; the exam in this room is over."
