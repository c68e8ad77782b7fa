"""What is told of one QTI document while it is read: findings with member and line."""

from question_bank.exchange.qti_xml import Node
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.score_line import Wording


class Telling:
    """Collects the findings of one item; an error means that the item is left out.

    Attributes:
        item_id: Of the item, as soon as it is known.
    """

    def __init__(self, file: str, part: str | None) -> None:
        self.item_id: str | None = None
        self._file = file
        self._part = part
        self._findings: list[Finding] = []
        self._told: set[tuple[str, str]] = set()

    def has_errors(self) -> bool:
        """Return whether the item is to be left out."""
        return any(finding.severity is Severity.ERROR for finding in self._findings)

    def findings(self) -> tuple[Finding, ...]:
        """Return all that was told."""
        return tuple(self._findings)

    def errors(self) -> tuple[Finding, ...]:
        """Return why the item is left out; what else was told was not done."""
        return tuple(
            finding for finding in self._findings if finding.severity is Severity.ERROR
        )

    def place(self, line: int | None = None) -> Place:
        """Return where something stands."""
        return Place(file=self._file, part=self._part, row=line, item_id=self.item_id)

    def error(self, code: str, at: Node | int | None, zh: str, en: str) -> None:
        """Tell why the item cannot be taken."""
        self._tell(Severity.ERROR, code, at, Wording(zh, en))

    def warning(self, code: str, at: Node | int | None, zh: str, en: str) -> None:
        """Tell what a person should look at; the item is taken."""
        self._tell(Severity.WARNING, code, at, Wording(zh, en))

    def note(self, code: str, at: Node | int | None, zh: str, en: str) -> None:
        """Tell what was done; once in an item for the same words."""
        if (code, en) not in self._told:
            self._told.add((code, en))
            self._tell(Severity.NOTE, code, at, Wording(zh, en))

    def _tell(
        self, severity: Severity, code: str, at: Node | int | None, wording: Wording
    ) -> None:
        line = at.line if isinstance(at, Node) else at
        self._findings.append(
            Finding(
                code=code, severity=severity, place=self.place(line), wording=wording
            )
        )
