"""What an auditor is told.

SyncServerError
└── AuditBrokenError            the log was edited, cut or reordered
"""

from sync_server.errors import SyncServerError


class AuditBrokenError(SyncServerError):
    """The audit log's chain does not hold."""

    code = "AUDIT_BROKEN"
    advice = "Keep the data folder as it is and tell the awarding organisation."
