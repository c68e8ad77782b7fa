"""A text not yet in a language: a key of translations/*.toml and its values. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be said; the screen says it in the language of the moment.

    Attributes:
        key: Dotted key, such as `log_in.refused`.
        values: (placeholder, value) pairs, sorted by placeholder.
    """

    key: str
    values: tuple[tuple[str, str | int], ...] = ()


def message(key: str, **values: str | int) -> Message:
    """Return the message of `key`; the keywords are its placeholders."""
    return Message(key, tuple(sorted(values.items())))
