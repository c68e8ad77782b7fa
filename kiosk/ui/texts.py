"""The texts of one language, looked up by key."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType

from kiosk.ui.presenters.message import Message


class Language(StrEnum):
    """Languages of the screens; the first is the one a seat starts with."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def other(self) -> "Language":
        """The language that the language button offers."""
        if self is Language.CHINESE:
            return Language.ENGLISH
        return Language.CHINESE


class Texts:
    """All texts of one language.

    Attributes:
        language: Which.
        templates: Key → text with named placeholders.
    """

    def __init__(self, language: Language, templates: Mapping[str, str]) -> None:
        self.language = language
        self.templates = MappingProxyType(dict(templates))

    def say(self, what: Message) -> str:
        """Return the text, its placeholders filled.

        Raises:
            KeyError: the key or a placeholder's value is missing: a bug.
        """
        return self.templates[what.key].format(**dict(what.values))


def load_texts(language: Language) -> Texts:
    """Return the texts of `language` from the package's own files.

    Raises:
        ValueError: two files have the same key: a bug.
    """
    folder = files("kiosk.ui.translations").joinpath(str(language))
    templates: dict[str, str] = {}
    for source in folder.iterdir():
        if not source.name.endswith(".toml"):
            continue
        found = dict(_flat(tomllib.loads(source.read_text("utf-8")), prefix=""))
        twice = templates.keys() & found.keys()
        if twice:
            raise ValueError(f"{source.name}: {sorted(twice)} stand elsewhere too")
        templates |= found
    return Texts(language, templates)


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
