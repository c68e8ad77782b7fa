import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from question_bank.exchange import media_check
from question_bank.exchange.media_check import media_problem
from tests.builders.packages import a_picture
from tests.builders.sounds import (
    RATE,
    a_noise,
    flac_that_says,
    ogg_that_says,
    sound_file,
    wav_that_says,
)

NOISE = a_noise(12)
WAV = sound_file(NOISE)
FLAC = sound_file(NOISE, "FLAC")
OPUS = sound_file(NOISE, "OGG", "OPUS")
VORBIS = sound_file(NOISE, "OGG", "VORBIS")


def png_of(width: int, height: int) -> bytes:
    """Return a PNG whose header asks for a size, with hardly any data."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("media_type", "raw"),
    [
        ("audio/wav", WAV),
        ("audio/wav", sound_file(NOISE, "WAVEX")),
        ("audio/wav", sound_file(NOISE, "WAV", "FLOAT")),
        ("audio/flac", FLAC),
        ("audio/ogg", OPUS),
        ("audio/ogg", VORBIS),
        ("image/png", a_picture()),
    ],
)
def test_good_media_pass(media_type: str, raw: bytes) -> None:
    assert media_problem(media_type, raw) is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (wav_that_says(WAV, 2 * RATE), "48000 bytes of sound"),
        (wav_that_says(WAV, 600 * 2 * RATE), "28800000 bytes of sound"),
        (wav_that_says(WAV, 0), "0 bytes of sound"),
        (wav_that_says(WAV, 0xFFFFFFFF), "4294967295 bytes of sound"),
        (WAV[: len(WAV) // 2], "bytes of sound"),
    ],
)
def test_a_wav_whose_header_lies_is_told(raw: bytes, said: str) -> None:
    problem = media_problem("audio/wav", raw)

    assert problem is not None
    assert said in problem


@pytest.mark.parametrize("frames", [0, RATE, 600 * RATE])
def test_a_flac_whose_header_lies_is_refused(frames: int) -> None:
    assert media_problem("audio/flac", flac_that_says(FLAC, frames)) is not None


def test_an_opus_whose_positions_lie_is_told_without_decoding() -> None:
    problem = media_problem("audio/ogg", ogg_that_says(OPUS, 100))

    assert problem == "it says 1200 s, it holds 12 s"


@pytest.mark.parametrize(
    ("media_type", "raw"),
    [
        ("audio/ogg", OPUS[: len(OPUS) // 2]),
        ("audio/ogg", VORBIS[: len(VORBIS) // 2]),
        ("audio/flac", FLAC[: len(FLAC) // 2]),
        ("audio/ogg", OPUS + OPUS[:500]),
        ("audio/ogg", FLAC),
        ("audio/flac", WAV),
        ("audio/wav", b""),
        ("image/png", b""),
        ("image/png", b"<html><body>404</body></html>"),
        ("image/png", a_picture()[:-40]),
        ("audio/ogg", bytes(1000)),
        ("audio/wav", sound_file(np.zeros((100, 8)))),
        ("audio/wav", sound_file(a_noise(0.1), rate=384_000)),
        ("text/html", b"<html>"),
    ],
)
def test_damaged_and_other_files_are_refused(media_type: str, raw: bytes) -> None:
    assert media_problem(media_type, raw) is not None


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30])
def test_samples_that_are_no_sound_are_refused(value: float) -> None:
    samples = a_noise(1)
    samples[500] = value

    problem = media_problem("audio/wav", sound_file(samples, subtype="DOUBLE"))

    assert problem == "samples that are no sound"


def test_a_picture_that_asks_for_a_huge_memory_is_refused_by_its_header() -> None:
    problem = media_problem("image/png", png_of(60_000, 60_000))

    assert problem is not None
    assert "pixels" in problem


def test_a_hundred_megabytes_are_refused_unread() -> None:
    problem = media_problem("image/png", a_picture() + bytes(100_000_000))

    assert problem is not None
    assert "bytes, at most" in problem


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, format="JPEG")
    scans = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * (media_check.MOST_SCANS + 1)

    assert media_problem("image/jpeg", file.getvalue()) is None
    assert media_problem("image/jpeg", file.getvalue()[:-2] + scans) is not None


@given(
    st.sampled_from(
        ["audio/wav", "audio/flac", "audio/ogg", "image/png", "image/jpeg"]
    ),
    st.sampled_from([WAV[:4000], FLAC[:4000], OPUS[:6000], VORBIS[:9000], a_picture()]),
    st.integers(0, 3999),
    st.binary(max_size=16),
)
def test_any_bytes_are_good_or_told_and_nothing_else(
    media_type: str, raw: bytes, at: int, other: bytes
) -> None:
    changed = raw[:at] + other + raw[at + len(other) :]

    problem = media_problem(media_type, changed)

    assert problem is None or problem
