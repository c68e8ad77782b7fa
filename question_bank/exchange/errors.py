"""Errors of what authors hand in.

FormatError
├── SpreadsheetError               a spreadsheet cannot be read at all; .wording says why, in both languages
├── QtiError                       a QTI package, or a member of it, cannot be read or written; .wording says why
└── FormSourceError                a form source (.yaml) has problems; .problems lists all found
"""

from question_bank.errors import FormatError
from question_bank.items.score_line import Wording


class FormSourceError(FormatError):
    """A form source is not what docs/guides/author-form-source.md says.

    Attributes:
        problems: One sentence each, with file, line and field.
    """

    code = "FORM_SOURCE"
    advice = "Mend the named lines of the form source, then build again."

    def __init__(self, where: str, problems: tuple[str, ...]) -> None:
        super().__init__(where, "\n".join(problems))
        self.args = ("\n".join(problems),)  # each names its place already
        self.problems = problems


class SpreadsheetError(FormatError):
    """A spreadsheet cannot be read as a whole; what is wrong with rows are findings.

    Attributes:
        wording: What was found and what to do, in both languages.
    """

    code = "SPREADSHEET"
    advice = "Do what the message says, then import the file again; nothing was taken from it."

    def __init__(self, where: str, wording: Wording) -> None:
        super().__init__(where, f"{wording.zh} / {wording.en}")
        self.wording = wording


class QtiError(FormatError):
    """A QTI package, or one of its members, cannot be used; problems of items are findings.

    Attributes:
        wording: What was found, in both languages.
    """

    code = "QTI"
    advice = "Mend what the message names, or export the package again; nothing was taken from it."

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(where, f"{zh} / {en}")
        self.wording = Wording(zh, en)
