"""QTI items and packages for tests, in the manner of what other programs write."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMESPACE_21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
NAMESPACE_22 = "http://www.imsglobal.org/xsd/imsqti_v2p2"
NAMESPACE_30 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES_21 = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def response(
    *correct: str,
    cardinality: str = "single",
    identifier: str = "RESPONSE",
    inside: str = "",
    base_type: str = "identifier",
) -> str:
    """Return the declaration of a response of QTI 2.x."""
    values = "".join(f"<value>{value}</value>" for value in correct)
    key = f"<correctResponse>{values}</correctResponse>" if correct else ""
    return (
        f'<responseDeclaration identifier="{identifier}" cardinality="{cardinality}"'
        f' baseType="{base_type}">{key}{inside}</responseDeclaration>\n'
    )


def choice(
    *options: str,
    most: int = 1,
    identifier: str = "RESPONSE",
    prompt: str = "哪一个？",
    attributes: str = 'shuffle="true"',
) -> str:
    """Return a choice; options are `A|text`."""
    inside = "".join(
        f'<simpleChoice identifier="{name}">{text}</simpleChoice>'
        for name, text in (option.split("|") for option in options)
    )
    asked = f"<prompt>{prompt}</prompt>" if prompt else ""
    return (
        f'<choiceInteraction responseIdentifier="{identifier}" maxChoices="{most}"'
        f" {attributes}>{asked}{inside}</choiceInteraction>\n"
    )


def template(name: str) -> str:
    """Return response processing by one of the standard templates."""
    return f'<responseProcessing template="{TEMPLATES_21}/{name}"/>\n'


def item(
    body: str,
    *,
    declarations: str = response("A"),
    processing: str = template("match_correct"),
    after: str = "",
    identifier: str = "q-1",
    attributes: str = 'adaptive="false" timeDependent="false"',
    outcomes: str = '<outcomeDeclaration identifier="SCORE" cardinality="single"'
    ' baseType="float"/>\n',
    namespace: str = NAMESPACE_21,
) -> str:
    """Return an item document of QTI 2.x."""
    return (
        f'{DECLARATION}<assessmentItem xmlns="{namespace}" identifier="{identifier}"'
        f' title="题目" {attributes}>\n{declarations}{outcomes}'
        f"<itemBody>\n{body}</itemBody>\n{processing}{after}</assessmentItem>\n"
    )


def a_choice_item(**changes: str) -> str:
    """Return a plain single choice, as every program writes one."""
    return item(choice("A|甲", "B|乙", "C|丙"), **changes)


def manifest(*resources: str, head: str = DECLARATION) -> str:
    """Return a manifest of QTI 2.1."""
    return (
        f'{head}<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"'
        ' identifier="M"><organizations/><resources>'
        f"{''.join(resources)}</resources></manifest>\n"
    )


def resource(
    href: str, *, kind: str = "imsqti_item_xmlv2p1", metadata: str = ""
) -> str:
    """Return a resource of a manifest."""
    return (
        f'<resource identifier="r{len(href)}" type="{kind}" href="{href}">'
        f'{metadata}<file href="{href}"/></resource>\n'
    )


def package(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write a .zip with the members, names as they are given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            raw = content if isinstance(content, bytes) else content.encode()
            info = zipfile.ZipInfo(name)
            info.filename = name  # ZipInfo itself mends some bad names
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, raw)
    return path


def item_package(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write a package whose manifest names every .xml in `items/`."""
    listed = [
        resource(name)
        for name in members
        if name.startswith("items/") and name.endswith(".xml")
    ]
    return package(path, {"imsmanifest.xml": manifest(*listed), **members})
