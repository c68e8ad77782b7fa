"""XML that no one here wrote, into a small tree; both generations of QTI look the same in it.

Limits come before trust: bytes, depth, elements and attributes are counted while the
parser works. A DOCTYPE is never given to the parser: one without declarations of its own
is passed over, one with them is refused, so that no entity is ever declared or fetched.

Names become those of QTI 3 without their prefix: `choiceInteraction` and
`qti-choice-interaction` are `choice-interaction`, `maxChoices` is `max-choices`.

Source:
    lxml, "Parsing XML and HTML", parser options; W3C, XML 1.0, section 2.8 (prolog).
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from question_bank.exchange.errors import QtiError

MOST_XML_BYTES = 8 * 1024 * 1024
"""One item; the largest public example has 60 KB."""

DEEPEST_NESTING = 100
MOST_ELEMENTS = 200_000
MOST_ATTRIBUTES = 200
LONGEST_TAG = 200_000
"""Characters between < and > of a tag with many attributes, which cost more than their size."""

QTI_NAMESPACES = ("http://www.imsglobal.org/", "http://www.1edtech.org/")
XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
_PREFIXES = MappingProxyType(
    {
        "http://www.w3.org/XML/1998/namespace": "xml",
        "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    }
)

_ENCODINGS = frozenset(
    {
        "utf-8",
        "utf-16",
        "ascii",
        "iso8859-1",
        "cp1252",
        "gb2312",
        "gbk",
        "gb18030",
        "big5",
    }
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARATION = re.compile(r"\A<\?xml\s[^>]{0,200}\?>")
_ENCODING = re.compile(r"encoding\s*=\s*[\"']([^\"']{0,40})")
_PROLOG_PIECE = re.compile(r"\s+|<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\"'\[<>]|\"[^\"]*\"|'[^']*')*+>")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FEED_CHARACTERS = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An element.

    Attributes:
        attributes: Values by name as said above; `xml:lang` and `xsi:…` keep prefixes.
        children: Elements and texts in their order.
        namespace: `qti` (or none, or XHTML), else the foreign namespace.
        line: From 1.
    """

    name: str
    attributes: Mapping[str, str]
    children: tuple["Node | str", ...]
    namespace: str
    line: int

    @property
    def is_foreign(self) -> bool:
        """Whether it is neither QTI nor HTML, such as MathML."""
        return self.namespace != "qti"

    def elements(self) -> Iterator["Node"]:
        """Yield the children that are elements."""
        return (child for child in self.children if isinstance(child, Node))

    def first(self, name: str) -> "Node | None":
        """Return the first child of that name."""
        return next(self.named(name), None)

    def named(self, name: str) -> Iterator["Node"]:
        """Yield the children of that name."""
        return (child for child in self.elements() if child.name == name)

    def inside(self) -> Iterator["Node"]:
        """Yield this and all below, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(list(node.elements())))

    def text(self) -> str:
        """Return all text below, white space as it stands."""
        pieces: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                pieces.append(part)
            else:
                waiting.extend(reversed(part.children))
        return "".join(pieces)

    def words(self) -> str:
        """Return all text below, each white space as one blank."""
        return " ".join(self.text().split())


def parse_xml(
    untrusted_bytes: bytes, *, name: str, most_bytes: int = MOST_XML_BYTES
) -> Node:
    """Parse a document; `name` is the member's, for messages.

    Raises:
        QtiError: not XML, or XML that is refused; `.where` has member and line.
    """
    if len(untrusted_bytes) > most_bytes:
        length = len(untrusted_bytes)
        raise QtiError(
            name,
            f"{length} 字节，最多 {most_bytes}",
            f"{length} bytes, at most {most_bytes}",
        )
    text = _without_doctype(_decoded(untrusted_bytes, name), name)
    root = _parsed(text, name)
    return _node(root, name)


def _decoded(untrusted_bytes: bytes, name: str) -> str:
    """Return the text with the XML declaration blanked, so that str can be parsed."""
    encoding = next(
        (codec for bom, codec in _BOMS if untrusted_bytes.startswith(bom)), None
    )
    if encoding is None:
        start = untrusted_bytes[:300].decode("latin-1")
        declared = _DECLARATION.match(start)
        found = _ENCODING.search(declared[0]) if declared else None
        encoding = _known_encoding(found[1] if found else "utf-8", name)
    try:
        text = untrusted_bytes.decode(encoding)
    except (UnicodeDecodeError, UnicodeError) as error:
        raise QtiError(
            name, f"不是 {encoding} 编码（{error}）", f"not {encoding}: {error}"
        ) from error
    declared = _DECLARATION.match(text)
    if declared:
        text = re.sub(r"[^\n]", " ", declared[0]) + text[declared.end() :]
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _known_encoding(declared: str, name: str) -> str:
    try:
        codec = codecs.lookup(declared).name
    except (LookupError, ValueError):
        codec = ""
    if codec not in _ENCODINGS:
        raise QtiError(
            name,
            f"不支持编码 {declared}，请另存为 UTF-8",
            f"the encoding {declared} is not read; save it as UTF-8",
        )
    return "gb18030" if codec in {"gb2312", "gbk"} else codec


def _without_doctype(text: str, name: str) -> str:
    position = 0
    while piece := _PROLOG_PIECE.match(text, position):
        position = piece.end()
    if not text.startswith("<!", position):
        return text
    line = text.count("\n", 0, position) + 1
    found = _DOCTYPE.match(text, position)
    if found is None:
        raise QtiError(
            f"{name} line {line}",
            "带有自定义声明（实体）的 DOCTYPE，出于安全不予读取",
            "a DOCTYPE with declarations of its own (entities) is refused",
        )
    blank = re.sub(r"[^\n]", " ", found[0])
    return text[:position] + blank + text[found.end() :]


def _parsed(text: str, name: str) -> etree._Element:
    _require_short_tags(text, name)
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    counted = _Counted(name)
    raw = text.encode("utf-8", "surrogatepass")
    try:
        for start in range(0, len(raw), _FEED_CHARACTERS):
            parser.feed(raw[start : start + _FEED_CHARACTERS])
            counted.take(parser)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        first = next(iter(parser.feed_error_log), None)
        line = first.line if first else error.lineno or 1
        found = first.message if first else error.msg
        raise _not_xml(f"{name} line {line}", found.strip()) from error
    counted.take(parser)
    return root


def _require_short_tags(text: str, name: str) -> None:
    """Refuse giant tags before the parser sees them."""
    position = text.find("<")
    while position >= 0:
        end = text.find(">", position)
        end = len(text) if end < 0 else end
        # A comment or CDATA may be long, and so may a tag that holds a picture as data.
        is_long = end - position > LONGEST_TAG and text[position + 1] != "!"
        if is_long and text.count("=", position, end) > MOST_ATTRIBUTES:
            line = text.count("\n", 0, position) + 1
            raise QtiError(
                f"{name} line {line}",
                f"一个标签超过 {LONGEST_TAG} 个字符",
                f"a tag of more than {LONGEST_TAG} characters",
            )
        position = text.find("<", max(end, position + 1))


class _Counted:
    """What the parser has seen so far, held against the limits."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._depth = 0
        self._elements = 0

    def take(self, parser: "etree.XMLPullParser") -> None:
        for event, element in parser.read_events():
            if event == "end" or not isinstance(element, etree._Element):  # noqa: SLF001 - its only name
                self._depth -= 1
                continue
            self._depth += 1
            self._elements += 1
            if self._depth > DEEPEST_NESTING:
                raise _too_deep(f"{self._name} line {_line(element)}")
            if self._elements > MOST_ELEMENTS:
                raise QtiError(
                    f"{self._name} line {_line(element)}",
                    f"超过 {MOST_ELEMENTS} 个元素",
                    f"more than {MOST_ELEMENTS} elements",
                )
            if len(element.attrib) > MOST_ATTRIBUTES:
                raise QtiError(
                    f"{self._name} line {_line(element)}",
                    f"一个元素的属性超过 {MOST_ATTRIBUTES} 个",
                    f"an element with more than {MOST_ATTRIBUTES} attributes",
                )


def _too_deep(where: str) -> QtiError:
    return QtiError(
        where,
        f"嵌套超过 {DEEPEST_NESTING} 层",
        f"nested deeper than {DEEPEST_NESTING}",
    )


def _not_xml(where: str, found: str) -> QtiError:
    if found.startswith("Excessive depth"):
        return _too_deep(where)  # before it was counted: the parser's own limit
    return QtiError(where, f"XML 语法错误（{found}）", f"not XML: {found}")


def _node(element: etree._Element, member: str) -> Node:
    """Return the tree; its depth was bounded before."""
    children: list[Node | str] = [element.text] if element.text else []
    for child in element:
        tag: object = child.tag
        if not isinstance(tag, str):
            where = f"{member} line {_line(element)}"
            raise QtiError(
                where,
                f"使用了 XML 之外的实体 {child.text}",
                f"an entity that is not XML's own: {child.text}",
            )
        children.append(_node(child, member))
        if child.tail:
            children.append(child.tail)
    qualified = etree.QName(element)
    namespace = _namespace(qualified.namespace if "}" in str(element.tag) else None)
    return Node(
        name=_plain_name(qualified.localname)
        if namespace == "qti"
        else qualified.localname,
        attributes=MappingProxyType(dict(_attributes(element))),
        children=tuple(children),
        namespace=namespace,
        line=_line(element),
    )


def _line(element: etree._Element) -> int:
    found: object = element.sourceline
    return found if isinstance(found, int) else 1


def _namespace(namespace: str | None) -> str:
    if namespace is None or namespace.startswith((*QTI_NAMESPACES, XHTML_NAMESPACE)):
        return "qti"
    return namespace


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        qualified = etree.QName(str(key))
        name = qualified.localname
        prefix = _PREFIXES.get(str(qualified.namespace))
        if not str(key).startswith("{"):
            yield _plain_name(name), str(value)
        else:
            yield (f"{prefix}:{name}" if prefix else str(key)), str(value)


def _plain_name(name: str) -> str:
    return _CAMEL.sub("-", name).lower().removeprefix("qti-")
