"""The manifest of the packages that we write: resources with IEEE LOM metadata. Pure.

What LOM has a field for goes there (title, difficulty in words, learning time); the
rest goes into classifications whose source is ours, which every LOM reader passes over.

Source:
    1EdTech, QTI 3.0 profile of Content Packaging 1.2; IEEE 1484.12.1 (LOM).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from question_bank.exchange.qti_manifest import DIFFICULTY_WORDS
from question_bank.exchange.qti_words import SOURCE_PREFIX
from question_bank.exchange.qti_write_content import Element, bare_element
from question_bank.formats.canonical import canonical_bytes
from question_bank.formats.item_record import ItemRecord
from question_bank.formats.record import to_plain
from question_bank.items.case import Case
from question_bank.items.estimate import TaskEstimate
from question_bank.items.item import item_id_of

PACKAGE_NAMESPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
LOM_NAMESPACE = "http://ltsc.ieee.org/xsd/LOM"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestItem:
    """An item of the package.

    Attributes:
        media: Members that it shows.
    """

    href: str
    record: ItemRecord
    estimates: tuple[TaskEstimate, ...]
    media: tuple[str, ...]


def manifest_bytes(items: Iterable[ManifestItem], title: str) -> bytes:
    """Return the manifest.

    Raises:
        ValueError: a text has a character that XML cannot hold.
    """
    listed = tuple(items)
    media = sorted({member for item in listed for member in item.media})
    names = {member: f"medium-{number}" for number, member in enumerate(media, 1)}
    resources = _package("resources")
    for number, item in enumerate(listed, start=1):
        resources.append(_resource(f"item-{number}", item, names))
    for member, name in names.items():
        attributes = {"identifier": name, "type": "webcontent", "href": member}
        resources.append(
            _package("resource", attributes, _package("file", {"href": member}))
        )
    general = _lom("general", _lom("title", _lom("string", title)))
    root = _package(
        "manifest",
        {"identifier": "exam-bank-package"},
        _package(
            "metadata",
            {},
            _text("schema", "QTI Package"),
            _text("schemaversion", "3.0.0"),
            _lom("lom", general),
        ),
        _package("organizations"),
        resources,
    )
    etree.cleanup_namespaces(root)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _resource(identifier: str, item: ManifestItem, names: dict[str, str]) -> Element:
    attributes = {
        "identifier": identifier,
        "type": "imsqti_item_xmlv3p0",
        "href": item.href,
    }
    made = _package(
        "resource",
        attributes,
        _package("metadata", {}, _lom("lom", *_lom_parts(item))),
        _package("file", {"href": item.href}),
    )
    for member in dict.fromkeys(item.media):
        made.append(_package("dependency", {"identifierref": names[member]}))
    return made


def _lom_parts(item: ManifestItem) -> Iterator[Element]:
    record = item.record
    item_id = item_id_of(record.item)
    yield _lom("general", _lom("identifier", _lom("entry", item_id)))
    if not isinstance(record.item, Case):
        education = tuple(_education(item))
        if education:
            yield _lom("educational", *education)
    yield _classification("educational level", "level", item_id, record.level)
    for key, tags in record.tags.items():
        for tag in tags:
            yield _classification("competency", "tag", key, tag)
    for key, seconds in record.expected_times_s.items():
        yield _classification("skill level", "time", key, str(seconds))
    for estimate in item.estimates:
        text = canonical_bytes(to_plain(estimate)).decode()
        yield _classification("skill level", "estimate", estimate.task_id, text)


def _education(item: ManifestItem) -> Iterator[Element]:
    """Yield LOM's own fields for a plain item."""
    for estimate in item.estimates[:1]:
        word = min(
            DIFFICULTY_WORDS,
            key=lambda found: abs(
                DIFFICULTY_WORDS[found] - estimate.difficulty_permille
            ),
        )
        yield _lom("difficulty", _lom("source", "LOMv1.0"), _lom("value", word))
    for seconds in item.record.expected_times_s.values():
        yield _lom("typicalLearningTime", _lom("duration", f"PT{seconds}S"))


def _classification(purpose: str, kind: str, key: str, entry: str) -> Element:
    return _lom(
        "classification",
        _lom("purpose", _lom("source", "LOMv1.0"), _lom("value", purpose)),
        _lom(
            "taxonPath",
            _lom("source", _lom("string", f"{SOURCE_PREFIX}{kind}")),
            _lom("taxon", _lom("id", key), _lom("entry", _lom("string", entry))),
        ),
    )


def _package(
    name: str, attributes: dict[str, str] | None = None, *children: Element
) -> Element:
    made = bare_element(PACKAGE_NAMESPACE, name, attributes or {})
    made.extend(children)
    return made


def _text(name: str, text: str) -> Element:
    made = _package(name)
    made.text = text
    return made


def _lom(name: str, *children: Element | str) -> Element:
    made = bare_element(LOM_NAMESPACE, name, {})
    for child in children:
        if isinstance(child, str):
            made.text = child
        else:
            made.append(child)
    return made
