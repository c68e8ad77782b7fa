"""What the schemas of QTI 3 ask of documents, as far as it is known here.

The schemas themselves are in no package registry. The rules are held by hand: partly read
in what other programs made of the binding, partly from memory (decision 0236).
"""

import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from question_bank.exchange.qti_writer import write_qti
from question_bank.formats.item_record import ItemRecord
from tests.builders.generated_records import MEDIA, estimates_of, item_records
from tests.builders.qti_sources import NAMESPACE_30

QTI = f"{{{NAMESPACE_30}}}"
PACKAGE = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/LOM}"

ITEM_ORDER = [
    "qti-response-declaration",
    "qti-outcome-declaration",
    "qti-item-body",
    "qti-catalog-info",
    "qti-response-processing",
    "qti-modal-feedback",
]
"""AssessmentItemDType; what we never write is left out."""

REQUIRED = {
    "qti-assessment-item": {"identifier", "title", "time-dependent"},
    "qti-response-declaration": {"identifier", "cardinality", "base-type"},
    "qti-outcome-declaration": {"identifier", "cardinality", "base-type"},
    "qti-mapping": {"default-value"},
    "qti-map-entry": {"map-key", "mapped-value"},
    "qti-choice-interaction": {"response-identifier"},
    "qti-extended-text-interaction": {"response-identifier"},
    "qti-upload-interaction": {"response-identifier"},
    "qti-media-interaction": {"response-identifier", "autostart"},
    "qti-simple-choice": {"identifier"},
    "qti-rubric-block": {"view", "use"},
    "qti-modal-feedback": {"outcome-identifier", "identifier", "show-hide"},
    "qti-set-outcome-value": {"identifier"},
    "qti-base-value": {"base-type"},
    "qti-catalog": {"id"},
    "qti-card": {"support"},
    "img": {"src", "alt"},
}
FLOW_PARENTS = {
    "qti-item-body",
    "div",
    "qti-content-body",
    "qti-html-content",
    "qti-simple-choice",
}
"""Where a paragraph, list, table or div may stand."""

CHILDREN_FIRST = {
    "qti-rubric-block": ["qti-content-body"],
    "qti-modal-feedback": ["qti-content-body"],
}


def documents(record: ItemRecord, estimates: tuple[object, ...]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.zip"
        write_qti([(record, estimates)], MEDIA.__getitem__, path, title="题库")  # type: ignore[list-item]
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)


def require_item_rules(root: etree._Element) -> None:
    names = [local(child) for child in root]
    assert names == sorted(names, key=ITEM_ORDER.index)
    identifiers = {
        node.get("identifier")
        for node in root
        if local(node) in {"qti-response-declaration", "qti-outcome-declaration"}
    }
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(set(ids)) == len(ids)
    for node in root.iter():
        name = local(node)
        assert str(node.tag).startswith(QTI)
        assert set(node.attrib) >= REQUIRED.get(name, set()), name
        for attribute in ("response-identifier", "outcome-identifier"):
            assert node.get(attribute) in {None, *identifiers}
        if name in {"p", "ul", "ol", "table", "div"}:
            parent = node.getparent()
            assert parent is not None
            assert local(parent) in FLOW_PARENTS | {"li"}, (name, local(parent))
        if name in CHILDREN_FIRST:
            assert [local(child) for child in node] == CHILDREN_FIRST[name]
        for attribute in ("identifier", "response-identifier"):
            value = node.get(attribute)
            assert value is None or not (value[0].isdigit() or value[0] in "-.")


def require_manifest_rules(root: etree._Element, names: set[str]) -> None:
    assert [local(child) for child in root] == [
        "metadata",
        "organizations",
        "resources",
    ]
    assert [local(child) for child in root[0]] == ["schema", "schemaversion", "lom"]
    identifiers = [node.get("identifier") for node in root.iter(f"{PACKAGE}resource")]
    assert len(set(identifiers)) == len(identifiers)
    for resource in root.iter(f"{PACKAGE}resource"):
        order = ["metadata", "file", "dependency"]
        found = [local(child) for child in resource]
        assert found == sorted(found, key=order.index)
        assert resource.get("href") in names
        assert [node.get("href") for node in resource.iter(f"{PACKAGE}file")] == [
            resource.get("href")
        ]
        for node in resource.iter(f"{PACKAGE}dependency"):
            assert node.get("identifierref") in identifiers
    for lom in root.iter(f"{LOM}lom"):
        order = ["general", "educational", "classification"]
        found = [local(child) for child in lom]
        assert found == sorted(found, key=order.index)


@pytest.mark.slow  # each example is a written package
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(record=item_records())
def test_what_is_written_keeps_the_rules_of_the_schemas(record: ItemRecord) -> None:
    members = documents(record, ())

    for name, raw in members.items():
        if name.startswith("items/"):
            require_item_rules(etree.fromstring(raw))
    require_manifest_rules(etree.fromstring(members["imsmanifest.xml"]), set(members))


@pytest.mark.slow  # as above
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    entry=item_records().flatmap(
        lambda record: estimates_of(record).map(lambda found: (record, found))
    )
)
def test_manifests_with_estimates_keep_the_rules_too(
    entry: tuple[ItemRecord, tuple[object, ...]],
) -> None:
    members = documents(*entry)

    require_manifest_rules(etree.fromstring(members["imsmanifest.xml"]), set(members))
