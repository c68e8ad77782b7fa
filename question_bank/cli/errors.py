"""Errors of the commands themselves.

ExamRoomError
├── FileProblemError               a file of the command cannot be read or written
├── RendererMissingError           a preview needs the seat's program
└── WrongUsageError                what was typed does not say enough, or too much
"""

from question_bank.errors import ExamRoomError


class FileProblemError(ExamRoomError):
    """A file that a command was given cannot be read or written; nothing was changed."""

    code = "FILE"
    advice = "Check name, path and permissions of the file, then try again."


class RendererMissingError(ExamRoomError):
    """A preview needs the seat's program, which is not installed on this computer."""

    code = "RENDERER_MISSING"
    advice = "Install the seat's program as well: pip install 'exam-room[bank,seat]'."


class WrongUsageError(ExamRoomError):
    """What was typed cannot be meant; found where argparse cannot see it. Exit status 2."""

    code = "USAGE"
    advice = "Use --help to see how the command is written."
