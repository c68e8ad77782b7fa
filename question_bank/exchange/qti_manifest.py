"""The manifest of a QTI content package: which members are items, and what is said of them.

Source:
    IMS Content Packaging 1.2 (imsmanifest.xml); IEEE LOM 1484.12.1 (metadata).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from question_bank.exchange.qti_words import SOURCE_PREFIX
from question_bank.exchange.qti_xml import Node
from question_bank.items.tag import TAG_PATTERN

MOST_MANIFEST_BYTES = 64 * 1024 * 1024
_ITEM = re.compile(r"imsqti_(?:item|apipitem)_xmlv(?:2p[0-2]|3p0)")
_OLD = re.compile(r"imsqti_xmlv1p|imsqti_xmlv2p0\Z")
_TEST = re.compile(r"imsqti_(?:test|assessment|section)_xmlv")
_DURATION = re.compile(
    r"P(?:(?P<d>[0-9]{1,3})D)?(?:T(?:(?P<h>[0-9]{1,3})H)?(?:(?P<m>[0-9]{1,4})M)?"
    r"(?:(?P<s>[0-9]{1,6})(?:\.[0-9]{1,6})?S)?)?"
)
DIFFICULTY_WORDS: Mapping[str, int] = MappingProxyType(
    {
        "very easy": 850,
        "easy": 750,
        "medium": 600,
        "difficult": 450,
        "very difficult": 300,
    }
)
"""LOM's five words as score rates; docs/decisions/0233-lom-difficulty-words.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What metadata say of an item; entries of our own writer by task id.

    Attributes:
        level: What our writer noted.
        tags: What has the form of our tags, whoever wrote it.
        own_tags: By id of the item or task.
        estimates: Task id → fields, as our writer noted them.
        difficulty: One of LOM's five words.
        seconds: Typical learning time.
    """

    level: str | None = None
    tags: tuple[str, ...] = ()
    own_tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    estimates: Mapping[str, str] = field(default_factory=dict)
    difficulty: str | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource that is an item.

    Attributes:
        href: From the manifest's folder.
        kind: Its type as the manifest says.
        is_sure: That type is one of items; else it may be one by its suffix only.
    """

    href: str
    line: int
    said: Said
    kind: str
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a manifest names.

    Attributes:
        items: In the manifest's order, those that are sure before the others.
        tests: Lines of tests, sections and older formats, with their type.
    """

    items: tuple[Resource, ...]
    tests: tuple[tuple[int, str], ...]
    old: tuple[tuple[int, str], ...]


def read_manifest(root: Node) -> Manifest:
    """Return what the manifest names; hrefs as they stand there."""
    items: list[Resource] = []
    others: list[Resource] = []
    tests: list[tuple[int, str]] = []
    old: list[tuple[int, str]] = []
    for resources in root.named("resources"):
        base = _base(root) + _base(resources)
        for resource in resources.named("resource"):
            kind = resource.attributes.get("type", "").strip()
            if _ITEM.match(kind):
                items.append(_resource(resource, base, kind, is_sure=True))
            elif _OLD.match(kind):
                old.append((resource.line, kind))
            elif _TEST.match(kind):
                tests.append((resource.line, kind))
            elif _href(resource).lower().endswith(".xml"):
                others.append(_resource(resource, base, kind, is_sure=False))
    return Manifest(items=(*items, *others), tests=tuple(tests), old=tuple(old))


def _resource(resource: Node, base: str, kind: str, *, is_sure: bool) -> Resource:
    href = _href(resource)
    return Resource(
        href=f"{base}{_base(resource)}{href}" if href else "",
        line=resource.line,
        said=said_of(resource),
        kind=kind,
        is_sure=is_sure,
    )


def _base(node: Node) -> str:
    """Return what stands before the addresses inside; content packages end it in /."""
    return node.attributes.get("xml:base", "").strip()


def _href(resource: Node) -> str:
    if href := resource.attributes.get("href", "").strip():
        return href
    files = [found.attributes.get("href", "") for found in resource.named("file")]
    return next((href for href in files if href.endswith(".xml")), "")


def said_of(resource: Node) -> Said:
    """Return what the metadata of a resource say."""
    metadata = resource.first("metadata")
    if metadata is None:
        return Said()
    own: dict[str, dict[str, list[str]]] = {}
    tags: list[str] = []
    for source, taxon_id, entry in _taxons(metadata):
        if source.startswith(SOURCE_PREFIX):
            kind = source.removeprefix(SOURCE_PREFIX)
            own.setdefault(kind, {}).setdefault(taxon_id, []).append(entry)
        else:
            tags.extend(found for found in (entry, taxon_id) if _is_tag(found))
    tags.extend(word for word in _texts(metadata, "keyword") if _is_tag(word))
    levels = own.get("level", {})
    return Said(
        level=next((entries[0] for entries in levels.values()), None),
        tags=tuple(dict.fromkeys(tags)),
        own_tags={key: tuple(found) for key, found in own.get("tag", {}).items()},
        times={key: found[0] for key, found in own.get("time", {}).items()},
        estimates={key: found[0] for key, found in own.get("estimate", {}).items()},
        difficulty=_difficulty(metadata),
        seconds=_seconds(metadata),
    )


def _is_tag(text: str) -> bool:
    return re.fullmatch(TAG_PATTERN, text) is not None


def _named(node: Node, name: str) -> Iterator[Node]:
    """Yield what is below under a name of LOM, however the version spells it."""
    return (found for found in node.inside() if _lom_name(found) == name)


def _lom_name(node: Node) -> str:
    return node.name.replace("-", "").lower()


def _taxons(metadata: Node) -> Iterator[tuple[str, str, str]]:
    """Yield (source, id, entry) of each taxon."""
    for path in _named(metadata, "taxonpath"):
        inside = list(_of_path(path))
        sources = (node.words() for node in inside if _lom_name(node) == "source")
        source = next(sources, "")
        for taxon in (node for node in inside if _lom_name(node) == "taxon"):
            parts = {
                name: part.text().strip()
                for part in taxon.elements()
                if (name := _lom_name(part)) in {"id", "entry"}
            }
            yield source, parts.get("id", ""), parts.get("entry", "")


def _of_path(path: Node) -> Iterator[Node]:
    """Yield what is in a path but not in another path inside it, so each node once."""
    waiting = list(path.elements())[::-1]
    while waiting:
        node = waiting.pop()
        if _lom_name(node) != "taxonpath":
            yield node
            waiting.extend(list(node.elements())[::-1])


def _texts(node: Node, name: str) -> list[str]:
    return [found.words() for found in _named(node, name)]


def _difficulty(metadata: Node) -> str | None:
    for found in _named(metadata, "difficulty"):
        value = next(iter(_texts(found, "value")), found.words()).strip().lower()
        if value in DIFFICULTY_WORDS:
            return value
    return None


def _seconds(metadata: Node) -> int | None:
    for found in _named(metadata, "typicallearningtime"):
        text = next(iter(_texts(found, "duration")), found.words()).strip()
        match = _DURATION.fullmatch(text)
        if match is None:
            continue
        part = {key: int(value or 0) for key, value in match.groupdict().items()}
        total = ((part["d"] * 24 + part["h"]) * 60 + part["m"]) * 60 + part["s"]
        if total:
            return total
    return None
