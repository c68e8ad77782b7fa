"""The shape of help for a fault. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaultHelp:
    """A fault in words, and the steps to take, Chinese and English."""

    title_zh: str
    steps_zh: tuple[str, ...]
    title_en: str
    steps_en: tuple[str, ...]
