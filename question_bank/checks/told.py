"""What a check says of a medium, before it is known which item shows it. Pure."""

from dataclasses import dataclass

from question_bank.items.finding import Severity
from question_bank.items.score_line import Wording


@dataclass(frozen=True, slots=True)
class Told:
    """One thing found; the fields are those of a finding without its place."""

    code: str
    severity: Severity
    wording: Wording
    measure: float | None = None
