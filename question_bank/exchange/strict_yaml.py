"""The part of YAML that authors need: maps, lists and text, each with its line.

Every scalar is text; the field that it fills decides what it means. So `no`, `1:30` and
`007` are what they look like. Aliases, tags and second documents are refused (a file of
1 KiB can otherwise become gigabytes), so are keys that stand twice and deep nesting.
Pure: bytes and values only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import yaml

from question_bank.errors import FormatError

DEEPEST_NESTING = 16
"""A form source nests 10 levels."""

_QUOTED_TAG = "!"
"""What PyYAML says of a quoted scalar without a tag of its own."""

Plain = str | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlSource:
    """A parsed source.

    Attributes:
        plain: Dicts, lists and texts.
        lines: Path such as `sections[0].items[2].stem` → line, from 1; "" is the root.
    """

    plain: Plain
    lines: Mapping[str, int]

    def line_of(self, path: str) -> int:
        """Return the line of the path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


def parse_yaml(untrusted_bytes: bytes, *, name: str, most_bytes: int) -> YamlSource:
    """Parse one YAML document.

    Raises:
        FormatError: not YAML, or YAML that this reader refuses; `.where` has the line.
    """
    if len(untrusted_bytes) > most_bytes:
        raise FormatError(name, f"{len(untrusted_bytes)} bytes, at most {most_bytes}")
    try:
        text = untrusted_bytes.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            name, f"not UTF-8 at byte {error.start}; save it as UTF-8"
        ) from error
    reader = _Reader(text, name)
    try:
        return reader.document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FormatError(f"{name} line {line}", str(error.problem)) from error
    except yaml.YAMLError as error:
        raise FormatError(name, f"not YAML: {error}") from error


class _Reader:
    """Reads PyYAML's events, which carry lines and have resolved nothing yet."""

    def __init__(self, text: str, name: str) -> None:
        self._events = yaml.parse(text, Loader=yaml.SafeLoader)
        self._name = name
        self._lines: dict[str, int] = {}

    def document(self) -> YamlSource:
        self._next()  # the stream's start
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise FormatError(self._name, "the file is empty")
        plain = self._value(self._next(), "", 0)
        self._next()  # the document's end
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self._refusal(event, "a second document begins")
        return YamlSource(plain=plain, lines=MappingProxyType(self._lines))

    def _next(self) -> yaml.Event:
        return next(self._events)

    def _refusal(self, event: yaml.Event, found: str) -> FormatError:
        return FormatError(f"{self._name} line {_line(event)}", found)

    def _value(self, event: yaml.Event, path: str, depth: int) -> Plain:
        self._lines[path] = _line(event)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) or (
            event.anchor is not None
        ):
            raise self._refusal(event, "anchors (&) and aliases (*) are not allowed")
        if event.tag not in {None, _QUOTED_TAG}:
            raise self._refusal(event, f"the tag {event.tag} is not allowed")
        if depth > DEEPEST_NESTING:
            raise self._refusal(event, f"nested deeper than {DEEPEST_NESTING}")
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, depth)
        return self._map(path, depth)

    def _text(self, event: yaml.ScalarEvent) -> str:
        if any("\ud800" <= character <= "\udfff" for character in event.value):
            raise self._refusal(event, "half of a character (a lone surrogate)")
        return event.value

    def _list(self, path: str, depth: int) -> Plain:
        found: list[Plain] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, f"{path}[{len(found)}]", depth + 1))
        return found

    def _map(self, path: str, depth: int) -> Plain:
        found: dict[str, Plain] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._value(event, f"{path}.", depth + 1)
            if not isinstance(key, str):
                raise self._refusal(event, "a key has to be text")
            if key in found:
                raise self._refusal(event, f"{key} stands there twice")
            place = f"{path}.{key}" if path else key
            found[key] = self._value(self._next(), place, depth + 1)
            self._lines[place] = _line(event)  # the key's line names a field better
        return found


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None  # only events made by hand have none
    return event.start_mark.line + 1
