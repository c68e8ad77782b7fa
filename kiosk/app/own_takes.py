"""A candidate's own take as a sound to listen to, read from this disk's journal.

Slow (disk, decoding): for background threads. Of the sound nothing is kept but the take
that is wanted.
"""

from collections.abc import Iterator
from pathlib import Path

from kiosk.errors import TakeUnreadableError
from kiosk.storage.journal_for_sync import JournalForSync
from question_bank.formats.journal_entry import JournalEntry, parse_journal_entry
from question_bank.formats.sound_bodies import RecordingChunk
from question_bank.identifiers import SittingUuid
from question_bank.journal.recordings import Recording, recording_of
from question_bank.sealing.journal_reader import opened_entries, room_opener


def read_take(
    path: Path,
    sitting_uuid: SittingUuid,
    keys: tuple[bytes, bytes],
    take_name: tuple[str, int],
) -> Recording:
    """Return a take as far as it is durable on this disk.

    Args:
        path: The sitting's store.
        keys: The store's key and the room secret.
        take_name: (task id, take).

    Raises:
        TakeUnreadableError: it has no sound here.
        StoreUnreadableError: the store does not read.
        ChainBrokenError, SealBrokenError, WrongKeyError, FormatError: it was altered.
    """
    store_key, room_secret = keys
    journal = JournalForSync(path, store_key, sitting_uuid)
    try:
        opened = opened_entries(
            sitting_uuid, _entries(journal), room_opener(sitting_uuid, room_secret)
        )
        found = recording_of(opened, *take_name)
    finally:
        journal.close()
    if found is None or not found.chunks:
        raise TakeUnreadableError("the take has no sound on this disk")
    return found


def wav_of(recording: Recording) -> bytes:
    """Return a take as a WAV.

    Raises:
        TakeUnreadableError: a chunk does not decode.
    """
    # Slow to load, and needed by few: not with the program.
    from kiosk.audio.ports import TakeChunk  # noqa: PLC0415
    from kiosk.audio.sound_coding import chunks_to_wav  # noqa: PLC0415

    def plain(chunk: RecordingChunk) -> TakeChunk:
        return TakeChunk(
            index=chunk.index,
            codec=chunk.codec.value,
            frames=chunk.frames,
            dropped_frames=chunk.dropped_frames,
            audio=chunk.audio,
        )

    try:
        return chunks_to_wav(map(plain, recording.chunks))
    except ValueError as error:
        raise TakeUnreadableError(str(error)) from error


def _entries(journal: JournalForSync) -> Iterator[JournalEntry]:
    seq = 0
    while raws := journal.entries_after(seq):
        for raw in raws:
            entry = parse_journal_entry(raw)
            seq = entry.seq
            yield entry
