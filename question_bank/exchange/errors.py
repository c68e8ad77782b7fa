"""Errors of what authors hand in.

FormatError
└── FormSourceError                a form source (.yaml) has problems; .problems lists all found
"""

from question_bank.errors import FormatError


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
