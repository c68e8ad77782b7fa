"""Errors of the commands themselves.

ExamRoomError
└── FileProblemError               a file of the command cannot be read or written
"""

from question_bank.errors import ExamRoomError


class FileProblemError(ExamRoomError):
    """A file that a command was given cannot be read or written; nothing was changed."""

    code = "FILE"
    advice = "Check name, path and permissions of the file, then try again."
