import io
import wave
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings, strategies as st
from hypothesis.extra.numpy import arrays

from kiosk.audio.measure_level import Samples
from kiosk.audio.ports import CODEC_FLAC, CODEC_PCM, SAMPLE_RATE_HZ, TakeChunk
from kiosk.audio.sound_coding import (
    Clip,
    chunk_samples,
    chunks_to_wav,
    code_chunk,
    join_take,
)
from tests.builders.sounds import a_tone, sound_file

some_samples = arrays(np.int16, st.integers(1, 5_000))


def a_chunk(samples: Samples, index: int = 0) -> TakeChunk:
    codec, audio = code_chunk(samples)
    return TakeChunk(
        index=index, codec=codec, frames=len(samples), dropped_frames=0, audio=audio
    )


@settings(max_examples=40)
@given(some_samples)
def test_a_chunk_gives_back_each_bit(samples: Samples) -> None:
    chunk = a_chunk(samples)

    assert chunk.codec == CODEC_FLAC
    assert np.array_equal(chunk_samples(chunk), samples)


def test_a_chunk_is_a_flac_file_of_its_own() -> None:
    flac = a_chunk(np.arange(12_000, dtype=np.int16)).audio

    info = soundfile.info(io.BytesIO(flac))

    assert (info.format, info.subtype) == ("FLAC", "PCM_16")
    assert (info.samplerate, info.channels, info.frames) == (SAMPLE_RATE_HZ, 1, 12_000)


def test_samples_are_kept_bare_when_the_coder_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*arguments: object, **options: object) -> None:
        raise soundfile.SoundFileRuntimeError("out of order")

    monkeypatch.setattr(soundfile, "write", fails)

    chunk = a_chunk(np.array([1, -2, 300], np.int16))

    assert (chunk.codec, chunk.audio) == (CODEC_PCM, b"\x01\x00\xfe\xff\x2c\x01")
    assert chunk_samples(chunk).tolist() == [1, -2, 300]


def test_a_take_is_joined_by_index() -> None:
    chunks = [a_chunk(np.full(4, value, np.int16), value) for value in range(3)]

    assert join_take(reversed(chunks)).tolist() == [0] * 4 + [1] * 4 + [2] * 4


@pytest.mark.parametrize("indexes", [(0, 2), (1,), (0, 0)])
def test_a_take_with_a_hole_is_not_joined(indexes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="chunks"):
        join_take(a_chunk(np.zeros(4, np.int16), index) for index in indexes)


def test_a_take_of_nothing_is_silence() -> None:
    assert join_take(()).size == 0


def test_a_chunk_that_says_another_length_is_refused() -> None:
    chunk = a_chunk(np.zeros(100, np.int16))

    with pytest.raises(ValueError, match="100 frames where 99"):
        chunk_samples(replace(chunk, frames=99))


@pytest.mark.parametrize("codec", [CODEC_FLAC, "mp3"])
def test_bytes_that_are_no_chunk_are_refused(codec: str) -> None:
    chunk = replace(a_chunk(np.zeros(8, np.int16)), codec=codec, audio=b"fLaC rubbish")

    with pytest.raises(ValueError, match=r"not a FLAC stream|codec"):
        chunk_samples(chunk)


def test_a_chunk_at_another_rate_is_refused() -> None:
    flac = sound_file(a_tone(0.1, amplitude=0.1), "FLAC", rate=24_000)
    chunk = replace(a_chunk(np.zeros(2_400, np.int16)), audio=flac)

    with pytest.raises(ValueError, match="24000 Hz"):
        chunk_samples(chunk)


def test_a_take_as_wav_holds_the_same_samples() -> None:
    samples = np.arange(-500, 500, dtype=np.int16)

    with wave.open(io.BytesIO(chunks_to_wav([a_chunk(samples)]))) as wav:
        assert (wav.getframerate(), wav.getnchannels()) == (SAMPLE_RATE_HZ, 1)
        assert wav.readframes(2_000) == samples.astype("<i2").tobytes()


@pytest.mark.parametrize(
    ("form", "subtype"), [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS")]
)
def test_a_clip_is_read_in_each_form_that_packages_hold(
    form: str, subtype: str
) -> None:
    tone = a_tone(1.0, amplitude=0.5)
    clip = Clip(sound_file(tone, form, subtype))

    block = clip.next_block(48_000)

    assert block.shape == (24_000, 2)
    assert np.array_equal(block[:, 0], block[:, 1])
    assert np.abs(block[:, 0] - tone).max() < 0.06  # Vorbis is lossy
    assert len(clip.next_block(10)) == 0


def test_a_clip_is_read_from_a_place_in_it() -> None:
    ramp = np.linspace(-0.5, 0.5, 24_000)
    clip = Clip(sound_file(ramp, "FLAC"))

    clip.go_to(500)

    assert clip.next_block(1)[0, 0] == pytest.approx(0.0, abs=1e-3)


def test_past_the_end_there_is_nothing_to_read() -> None:
    clip = Clip(sound_file(a_tone(0.5, amplitude=0.5), "FLAC"))

    clip.go_to(3_000)

    assert len(clip.next_block(10)) == 0


def test_of_many_channels_two_are_heard() -> None:
    three = np.tile([0.1, 0.2, 0.3], (100, 1))

    block = Clip(sound_file(three, "WAV")).next_block(100)

    assert block[0].tolist() == pytest.approx([0.1, 0.2], abs=1e-4)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_sound_are_refused(untrusted: bytes) -> None:
    with pytest.raises(ValueError, match="not a sound"):
        Clip(untrusted)
