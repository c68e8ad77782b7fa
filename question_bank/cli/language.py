"""In which language a command speaks: Chinese, or English when asked."""

from collections.abc import Mapping
from enum import StrEnum


class Language(StrEnum):
    """What exam-bank can say things in."""

    CHINESE = "zh"
    ENGLISH = "en"

    def say(self, chinese: str, english: str) -> str:
        """Return the one of the two that this language is."""
        return chinese if self is Language.CHINESE else english


def language_of(environment: Mapping[str, str]) -> Language:
    """Return English if the environment asks for it, else Chinese.

    EXAM_BANK_LANGUAGE decides first, then LC_ALL, LC_MESSAGES, LANG, as POSIX has them.
    """
    for name in ("EXAM_BANK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return Language.ENGLISH if value.startswith("en") else Language.CHINESE
    return Language.CHINESE
