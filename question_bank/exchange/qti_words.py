"""Words that the QTI writer puts into documents and the reader finds again. Pure.

All of it is what QTI leaves free: class names, `data-` attributes and LOM classifications
with a source of our own. Other programs pass over it; docs/formats/qti.md names each.
"""

import hashlib
import re
import unicodedata
from fractions import Fraction

from question_bank.items.field_types import FINEST_POINTS

CLASS_KEEP = "exam-bank-keep"
"""White space in this paragraph, entry or cell stands as it is written."""

CLASS_CASE_STEM = "exam-bank-case-stem"
CLASS_SCENE = "exam-bank-scene"
CLASS_SCENE_CONTENT = "exam-bank-scene-content"
CLASS_TASK = "exam-bank-task"
CLASS_MODEL_ANSWER = "exam-bank-model-answer"
CLASS_SCORING_POINTS = "exam-bank-scoring-points"
CLASS_POINT_TEXT = "exam-bank-point-text"
CLASS_ACCEPTABLE = "exam-bank-acceptable"
CLASS_WRONG_IDEAS = "exam-bank-wrong-ideas"

DATA_PREFIX = "data-exam-bank-"
SOURCE_PREFIX = "exam-bank/"
"""Of the sources of LOM classifications: level, tags, time, estimate."""

EXPLANATION = "EXPLANATION"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?"
)
_KEPT_CHARACTERS = 31
_NEAR = Fraction(1, 10**9)


def is_safe_id(identifier: str) -> bool:
    """Return whether an identifier can be one of ours as it is."""
    return _SAFE.fullmatch(identifier) is not None


def qti_identifier(identifier: str) -> str:
    """Return ours as QTI takes it: it begins with a letter or _."""
    return identifier if identifier[0].isalpha() else f"_{identifier}"


def safe_id(identifier: str) -> str:
    """Return an identifier of ours for any text; the same text gives the same one.

    An underscore before what is ours already is what `qti_identifier` put there.
    Anything else that has to change gets eight characters of its SHA-256.
    """
    if is_safe_id(identifier):
        return identifier
    rest = identifier[1:]
    if identifier[:1] == "_" and is_safe_id(rest) and not rest[0].isalpha():
        return rest
    folded = unicodedata.normalize("NFKD", identifier)
    kept = re.sub(r"[^A-Za-z0-9._-]+", "-", folded).strip("-._")[:_KEPT_CHARACTERS]
    mark = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{kept}-{mark}" if kept else f"q-{mark}"


def exact_number(text: str) -> Fraction | None:
    """Return a QTI number exactly as its digits say; None if it is none."""
    text = text.strip()
    return Fraction(text) if _DECIMAL.fullmatch(text) else None


def as_points(number: Fraction) -> Fraction | None:
    """Return points as our items may hold them; None if they are too fine.

    QTI has decimals only: what is within a thousand millionth of a fraction with a
    denominator of up to a thousand is that fraction.
    """
    if number.denominator <= FINEST_POINTS:
        return number
    near = number.limit_denominator(FINEST_POINTS)
    return near if abs(near - number) < _NEAR else None


def decimal_text(number: Fraction) -> str:
    """Return a number for QTI: exact where decimals can be, else with 15 digits."""
    for digits in range(1, 7):
        if (number * 10**digits).denominator == 1:
            return f"{float(number):.{digits}f}"
    return f"{float(number):.15g}"
