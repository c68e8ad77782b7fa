"""What a take writes into the journal: its beginning, its pieces, its end, the answer."""

from kiosk.app.sitting_hand import SittingHand
from kiosk.app.sound_notices import NOTICE_OF_FINDING
from kiosk.audio.ports import SAMPLE_RATE_HZ, TakeChunk, TakeEnd
from kiosk.audio.take_check import check_take
from kiosk.sitting.sitting import Sitting
from kiosk.sitting.sound_rules import counting_take, next_take
from question_bank.formats.sound_bodies import (
    ChunkCodec,
    RecordingChunk,
    RecordingEnd,
    RecordingEnded,
    RecordingStarted,
)
from question_bank.items.response import SpokenResponse

LONGEST_DEVICE_NAME = 200


class TakeEntries:
    """Of one take; nothing is written once its sitting is not the one on the screen.

    Attributes:
        device_name: The microphone.
        has_begun: Its first entry was written.
    """

    def __init__(
        self, sitting: Sitting, hand: SittingHand, task_id: str, device_name: str
    ) -> None:
        self._sitting = sitting
        self._hand = hand
        self._task_id = task_id
        self._take = 0
        self.device_name = device_name

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to end."""
        return self._take > 0

    def begin(self) -> bool:
        """Write that the take began; False: the sitting takes nothing now."""
        sitting = self._sitting
        if self._hand.sitting is not sitting:
            return False
        take = next_take(sitting.record.sound, self._task_id)
        body = RecordingStarted(
            task_id=self._task_id,
            take=take,
            sample_rate_hz=SAMPLE_RATE_HZ,
            device_name=self.device_name[:LONGEST_DEVICE_NAME],
        )
        drafts = sitting.note(body, self._hand.now())
        if drafts:
            self._take = take
            self._hand.submit(drafts)
        return bool(drafts)

    def add(self, chunk: TakeChunk) -> None:
        """Write a piece; with the first one a task that had no answer has one."""
        if not self.has_begun or self._hand.sitting is not self._sitting:
            return
        body = RecordingChunk(
            task_id=self._task_id,
            take=self._take,
            index=chunk.index,
            codec=ChunkCodec(chunk.codec),
            frames=chunk.frames,
            dropped_frames=chunk.dropped_frames,
            audio=chunk.audio,
        )
        self._hand.submit(self._sitting.observe(body, self._hand.now()))
        settle_answer(self._sitting, self._hand, self._task_id)

    def end(
        self, end: TakeEnd, reason: RecordingEnd, checked_input: str | None
    ) -> tuple[str, ...]:
        """Write the end with what the take's check found; return the proctor's codes."""
        if not self.has_begun or self._hand.sitting is not self._sitting:
            return ()
        found = check_take(end.facts, checked_input)
        codes = tuple(finding.kind.name for finding in found)
        body = RecordingEnded(
            task_id=self._task_id,
            take=self._take,
            frames=end.frames,
            dropped_frames=end.dropped_frames,
            reason=reason,
            findings=codes,
        )
        self._hand.submit(self._sitting.observe(body, self._hand.now()))
        settle_answer(self._sitting, self._hand, self._task_id)
        return tuple(
            NOTICE_OF_FINDING[code] for code in codes if code in NOTICE_OF_FINDING
        )


def settle_answer(sitting: Sitting, hand: SittingHand, task_id: str) -> None:
    """Let the take that counts be the task's answer, if it is not yet."""
    taken = counting_take(sitting.record.sound, task_id)
    if taken is None:
        return
    wanted = SpokenResponse(take=taken.take)
    drafts = sitting.enter_response(task_id, wanted, hand.now())
    if drafts:
        hand.submit(drafts)
        hand.refresh()
