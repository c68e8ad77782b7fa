"""Ogg pages with a serial number of our own, so that the same sound is the same file.

Pure.

Source:
    RFC 3533, section 6: page header; the checksum has the polynomial 0x04C11DB7, starts
    from 0 and is taken with its own field set to 0.
"""

import struct

_HEADER_BYTES = 27
_POLYNOMIAL = 0x04C11DB7


def with_serial(ogg: bytes, serial: int) -> bytes:
    """Return the stream with this serial number on all pages.

    Raises:
        ValueError: the bytes are no Ogg pages from end to end.
    """
    pages = bytearray()
    table = tuple(_table_entry(byte) for byte in range(256))
    at = 0
    for end in page_ends(ogg):
        page = bytearray(ogg[at:end])
        struct.pack_into("<I", page, 14, serial)
        struct.pack_into("<I", page, 22, 0)
        checksum = 0
        for byte in page:
            checksum = (checksum << 8 & 0xFFFFFFFF) ^ table[checksum >> 24 ^ byte]
        struct.pack_into("<I", page, 22, checksum)
        pages += page
        at = end
    return bytes(pages)


def page_ends(ogg: bytes) -> list[int]:
    """Return where each page ends.

    Raises:
        ValueError: the bytes are no Ogg pages from end to end.
    """
    ends: list[int] = []
    at = 0
    while at < len(ogg):
        at += _page_bytes(ogg, at)
        ends.append(at)
    return ends


def _page_bytes(ogg: bytes, at: int) -> int:
    segments_end = at + _HEADER_BYTES + (ogg[at + 26] if len(ogg) > at + 26 else 0)
    if ogg[at : at + 4] != b"OggS" or segments_end > len(ogg):
        raise ValueError("no Ogg page")
    page_bytes = segments_end - at + sum(ogg[at + _HEADER_BYTES : segments_end])
    if at + page_bytes > len(ogg):
        raise ValueError("the last Ogg page is cut off")
    return page_bytes


def _table_entry(byte: int) -> int:
    entry = byte << 24
    for _ in range(8):
        entry = (entry << 1 & 0xFFFFFFFF) ^ (_POLYNOMIAL if entry >> 31 else 0)
    return entry
