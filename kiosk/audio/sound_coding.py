"""Bytes of sound in and out: chunks of a take, a take as a file, clips. No device here.

FLAC is lossless: what is decoded is bit for bit what the microphone gave.
"""

import io
import wave
from collections.abc import Iterable

import numpy as np
import soundfile

from kiosk.audio.measure_level import Samples
from kiosk.audio.ports import CODEC_FLAC, CODEC_PCM, SAMPLE_RATE_HZ, TakeChunk
from kiosk.audio.resampler import Block

NO_SAMPLES: Samples = np.zeros(0, np.int16)


def code_chunk(samples: Samples) -> tuple[str, bytes]:
    """Return (codec, bytes): FLAC, or the bare samples should the coder fail."""
    file = io.BytesIO()
    try:
        soundfile.write(file, samples, SAMPLE_RATE_HZ, "PCM_16", format="FLAC")
    except (soundfile.SoundFileError, OSError):
        return CODEC_PCM, samples.astype("<i2").tobytes()
    return CODEC_FLAC, file.getvalue()


def chunk_samples(chunk: TakeChunk) -> Samples:
    """Return a chunk's samples.

    Raises:
        ValueError: unknown codec, not decodable, or not as many frames as it says.
    """
    if chunk.codec == CODEC_PCM:
        samples: Samples = np.frombuffer(chunk.audio, "<i2").astype(np.int16)
    elif chunk.codec == CODEC_FLAC:
        samples = _flac_samples(chunk.audio)
    else:
        raise ValueError(f"codec {chunk.codec!r} is not known")
    if len(samples) != chunk.frames:
        raise ValueError(f"{len(samples)} frames where {chunk.frames} were said")
    return samples


def _flac_samples(untrusted_flac: bytes) -> Samples:
    try:
        samples, rate_hz = soundfile.read(io.BytesIO(untrusted_flac), dtype="int16")
    except soundfile.SoundFileError as error:
        raise ValueError(f"not a FLAC stream: {error}") from error
    if rate_hz != SAMPLE_RATE_HZ or samples.ndim != 1:
        raise ValueError(f"{rate_hz} Hz, {samples.ndim} dimensions")
    return np.asarray(samples, np.int16)


def join_take(chunks: Iterable[TakeChunk]) -> Samples:
    """Return a take's samples, by index; nothing stands for dropped frames.

    Raises:
        ValueError: a chunk is missing, doubled or does not decode.
    """
    ordered = sorted(chunks, key=lambda chunk: chunk.index)
    if [chunk.index for chunk in ordered] != list(range(len(ordered))):
        raise ValueError(f"chunks {[chunk.index for chunk in ordered]}")
    return np.concatenate([NO_SAMPLES, *map(chunk_samples, ordered)])


def chunks_to_wav(chunks: Iterable[TakeChunk]) -> bytes:
    """Return a take as a WAV that a `Player` plays.

    Raises:
        ValueError: as `join_take`.
    """
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE_HZ)
        wav.writeframes(join_take(chunks).astype("<i2").tobytes())
    return file.getvalue()


class Clip:
    """A sound that is read from its bytes a block at a time; for one thread.

    Attributes:
        rate_hz: Its own.
        frames: In all, as its header says.
    """

    def __init__(self, sound: bytes) -> None:
        """Open it.

        Raises:
            ValueError: not a sound that can be read.
        """
        try:
            self._file = soundfile.SoundFile(io.BytesIO(sound))
        except soundfile.SoundFileError as error:
            raise ValueError(f"not a sound: {error}") from error
        self.rate_hz: int = self._file.samplerate
        self.frames: int = self._file.frames

    def go_to(self, position_ms: int) -> None:
        """Read from here next; past the end there is nothing to read.

        Raises:
            ValueError: the sound is damaged on the way.
        """
        frame = min(self.frames, position_ms * self.rate_hz // 1000)
        try:
            self._file.seek(frame)
        except soundfile.SoundFileError as error:
            raise ValueError(f"damaged before {position_ms} ms: {error}") from error

    def next_block(self, frames: int) -> Block:
        """Return up to `frames`, shape (frames, 2), in [-1, 1]; empty at the end.

        Raises:
            ValueError: the sound is damaged here.
        """
        try:
            block = self._file.read(frames, dtype="float32", always_2d=True)
        except soundfile.SoundFileError as error:
            raise ValueError(f"damaged: {error}") from error
        if block.shape[1] == 1:
            return np.asarray(np.repeat(block, 2, axis=1), np.float32)
        return np.asarray(block[:, :2], np.float32)
