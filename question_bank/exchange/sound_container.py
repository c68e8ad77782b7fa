"""Whether a sound's container says of its length what it holds, before it is decoded.

Decoders believe headers: a header that lies makes them stop early, or run for minutes
over a small file. Pure; every loop ends with the bytes.

Source:
    WAV: Multimedia Programming Interface and Data Specifications 1.0, RIFF chunks.
    Ogg: RFC 3533, section 6. Opus: RFC 6716, section 3.1 (TOC byte) and 3.2 (frames);
    RFC 7845, section 4 (granule position, pre-skip) and 5.1 (identification header).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_SECONDS_APART = 1.0
"""Between what an Ogg stream says of its length and what its packets hold."""

_OPUS_HZ = 48_000
_PAGE_HEADER_BYTES = 27
_CONTINUED, _LAST = 1, 4
_NO_PACKET_ENDS = -1
_MOST_OPUS_FRAMES = 48


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    granule: int
    serial: int
    packets: tuple[bytes, ...]


def container_problem(media_type: str, untrusted_bytes: bytes) -> str | None:
    """Return in what the container contradicts itself; None when it does not.

    Other kinds of files pass here: what they are, decoding tells.
    """
    if media_type == "audio/wav" and untrusted_bytes[:4] == b"RIFF":
        return _riff_problem(untrusted_bytes)
    if media_type == "audio/ogg" and untrusted_bytes[:4] == b"OggS":
        return _ogg_problem(untrusted_bytes)
    return None


def _riff_problem(raw: bytes) -> str | None:
    at = 12
    while at + 8 <= len(raw):
        name, size = struct.unpack_from("<4sI", raw, at)
        if at + 8 + size > len(raw):
            held = len(raw) - at - 8
            return f"its header says {size} bytes of {_name(name)}, it holds {held}"
        if name == b"data" and not _only_chunks(raw, at + 8 + size):
            held = len(raw) - at - 8
            return f"its header says {size} bytes of sound, it holds about {held}"
        at += 8 + size + size % 2
    return None


def _only_chunks(raw: bytes, at: int) -> bool:
    """Return whether chunks with readable names fill the rest of the file."""
    at += at % 2
    while at + 8 <= len(raw):
        name, size = struct.unpack_from("<4sI", raw, at)
        if not all(0x20 <= byte < 0x7F for byte in name):  # noqa: PLR2004 - ASCII
            return False
        at += 8 + size + size % 2
    return at >= len(raw) - 1


def _name(name: bytes) -> str:
    return "sound" if name == b"data" else name.decode("ascii", "replace")


def _ogg_problem(raw: bytes) -> str | None:
    pages: list[_Page] = []
    for page in _pages(raw):
        if page is None:
            return "a page of the Ogg stream is cut off or damaged"
        pages.append(page)
    if len({page.serial for page in pages}) > 1:
        return "several Ogg streams in one file"
    if not pages[-1].flags & _LAST:
        return "the stream ends before its last page"
    positions = [page.granule for page in pages if page.granule != _NO_PACKET_ENDS]
    if positions != sorted(positions) or not positions:
        return "its positions run backwards"
    packets = [packet for page in pages for packet in page.packets]
    if packets and packets[0][:8] == b"OpusHead":
        return _opus_problem(packets, positions[-1])
    return None


def _opus_problem(packets: list[bytes], end: int) -> str | None:
    skipped = int.from_bytes(packets[0][10:12], "little")
    samples = sum(
        _opus_samples(packet) for packet in packets[1:] if packet[:8] != b"OpusTags"
    )
    if abs(end - samples) > MOST_SECONDS_APART * _OPUS_HZ:
        said, held = (max(0, count - skipped) for count in (end, samples))
        return f"it says {said // _OPUS_HZ} s, it holds {held // _OPUS_HZ} s"
    return None


def _pages(raw: bytes) -> Iterator[_Page | None]:
    """Yield the pages; a None where the bytes are none, and then nothing more.

    A packet that goes over pages is given with the page where it began, cut.
    """
    at = 0
    while at < len(raw):
        if raw[at : at + 4] != b"OggS" or at + _PAGE_HEADER_BYTES > len(raw):
            yield None
            return
        flags, granule, serial = struct.unpack_from("<BqI", raw, at + 5)
        lengths = raw[at + _PAGE_HEADER_BYTES :][: raw[at + 26]]
        body = at + _PAGE_HEADER_BYTES + len(lengths)
        end = body + sum(lengths)
        if len(lengths) < raw[at + 26] or end > len(raw):
            yield None
            return
        yield _Page(flags, granule, serial, tuple(_packets(raw, body, lengths, flags)))
        at = end


def _packets(raw: bytes, at: int, lengths: bytes, flags: int) -> Iterator[bytes]:
    """Yield the packets that begin on the page."""
    is_begun = bool(flags & _CONTINUED)
    start = at
    for length in lengths:
        at += length
        if length < 255:  # noqa: PLR2004 - lacing: 255 goes on
            if not is_begun:
                yield raw[start:at]
            is_begun, start = False, at
    if start < at and not is_begun:
        yield raw[start:at]


def _opus_samples(packet: bytes) -> int:
    """Return how many samples at 48 kHz the packet holds; 0 if it is none."""
    if not packet:
        return 0
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:  # noqa: PLR2004 - SILK: 10, 20, 40, 60 ms
        frame = (480, 960, 1920, 2880)[config % 4]
    elif config < 16:  # noqa: PLR2004 - hybrid: 10, 20 ms
        frame = (480, 960)[config % 2]
    else:  # CELT: 2.5, 5, 10, 20 ms
        frame = (120, 240, 480, 960)[config % 4]
    if code < 3:  # noqa: PLR2004 - code 3 counts its frames in the next byte
        return frame * (1 if code == 0 else 2)
    frames = packet[1] & 0x3F if len(packet) > 1 else 0
    return frame * min(frames, _MOST_OPUS_FRAMES)
