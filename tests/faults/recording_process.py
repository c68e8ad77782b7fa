"""Records until it is killed; writes each chunk to stdout at once, as a seat to its disk.

A line of JSON (kind, when by the monotonic clock, index, frames, bytes), then the bytes.
"""

import json
import os
import threading
import time

from kiosk.audio.level import Level
from kiosk.audio.ports import TakeChunk, TakeEnd
from kiosk.audio.sound_engine import open_sound
from kiosk.clock import SystemClock

MOST_MS = 600_000


class Writer:
    def __init__(self) -> None:
        self.ended = threading.Event()

    def on_recording(self) -> None:
        write("begun")

    def on_level(self, level: Level) -> None: ...

    def on_chunk(self, chunk: TakeChunk) -> None:
        write("chunk", chunk.audio, index=chunk.index, frames=chunk.frames)

    def on_recording_ended(self, end: TakeEnd) -> None:
        write("ended")
        self.ended.set()


def write(kind: str, audio: bytes = b"", **facts: int) -> None:
    line = {"kind": kind, "at_s": time.monotonic(), "bytes": len(audio), **facts}
    os.write(1, json.dumps(line).encode() + b"\n" + audio)


def main() -> None:
    writer = Writer()
    open_sound(SystemClock()).recorder.start(MOST_MS, writer)
    writer.ended.wait()


if __name__ == "__main__":
    main()
