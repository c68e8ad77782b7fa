"""Pictures and sounds that stand in a QTI document itself, as `data:` addresses.

Source:
    RFC 2397, The "data" URL scheme.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from question_bank.exchange.item_draft import MEDIA_TYPES
from question_bank.exchange.qti_files import QtiFiles
from question_bank.exchange.qti_xml import MOST_XML_BYTES, parse_xml

_DATA = re.compile(
    r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(?P<parameters>(?:;[\w.+-]+=[^;,]{0,80}){0,5})"
    r"(?P<base64>;base64)?,",
    re.ASCII | re.IGNORECASE,
)
_ALSO_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "image/jpg": "image/jpeg",
        "image/x-png": "image/png",
        "audio/wave": "audio/wav",
        "audio/x-wav": "audio/wav",
        "audio/x-flac": "audio/flac",
    }
)
_SUFFIXES: Mapping[str, str] = MappingProxyType(
    {kind: suffix for suffix, kind in reversed(tuple(MEDIA_TYPES.items()))}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """What an address holds.

    Attributes:
        media_type: As it is stated; an empty one is text.
        raw: None if the address is broken.
    """

    media_type: str
    raw: bytes | None


def suffix_of(media_type: str) -> str | None:
    """Return the suffix of our names for a type; None for what is no medium of ours."""
    return _SUFFIXES.get(media_type)


def is_embedded(href: str) -> bool:
    """Return whether an address holds its content itself."""
    return href[:5].lower() == "data:"


def embedded(href: str) -> Embedded:
    """Return what a `data:` address holds."""
    head = _DATA.match(href)
    if head is None:
        return Embedded(media_type="", raw=None)
    stated = (head["type"] or "text/plain").lower()
    kind = _ALSO_CALLED.get(stated, stated)
    words = href[head.end() :]
    if not head["base64"]:
        return Embedded(media_type=kind, raw=unquote_to_bytes(words))
    packed = b"".join(unquote_to_bytes(words).split())
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return Embedded(media_type=kind, raw=None)
    return Embedded(media_type=kind, raw=raw)


def read_embedded(files: QtiFiles, member: str, sha256: str) -> bytes:
    """Return a medium anew from its document, so that it need not be kept.

    Raises:
        FormatError: the document is no longer what it was.
        KeyError: so is its content.
    """
    root = parse_xml(files.read(member, most_bytes=MOST_XML_BYTES), name=member)
    for node in root.inside():
        for name in ("src", "data"):
            href = node.attributes.get(name, "")
            raw = embedded(href).raw if is_embedded(href) else None
            if raw is not None and hashlib.sha256(raw).hexdigest() == sha256:
                return raw
    raise KeyError(sha256)
