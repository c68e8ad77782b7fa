"""What an admin is told about scoring.

SyncServerError
├── OpeningCodeNeededError      the vault has forgotten it
└── SessionMixedError           journals of another package than the session's
"""

from sync_server.errors import SyncServerError


class OpeningCodeNeededError(SyncServerError):
    """Keys are under the opening code too, and no room of the session holds it now."""

    code = "OPENING_CODE_NEEDED"
    advice = "Type this session's opening code together with the marking passphrase."


class SessionMixedError(SyncServerError):
    """A sitting was taken with another package than the session's."""

    code = "SESSION_MIXED"
    advice = "Keep the data folder as it is and tell the awarding organisation."
