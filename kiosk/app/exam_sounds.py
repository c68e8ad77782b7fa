"""All sound of a running sitting, as the exam desk sees it. On the interface thread."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer

from kiosk.app.background import Background
from kiosk.app.memory import then_given_back
from kiosk.app.notices import NoticeBoard
from kiosk.app.own_takes import read_take, wav_of
from kiosk.app.running_sitting import RunningSitting
from kiosk.app.seat_sound import SeatSound
from kiosk.app.sitting_hand import SittingHand
from kiosk.app.sound_clips import ClipShelf
from kiosk.app.sound_desk import SoundDesk
from kiosk.app.sound_notices import HEADPHONES_LOST, MICROPHONE_LOST, MICROPHONE_SILENT
from kiosk.app.sound_settings_desk import SoundPanelDesk
from kiosk.app.spoken_desk import SpokenDesk
from kiosk.audio.ports import SoundDevices
from kiosk.ui.main_window import MainWindow
from kiosk.ui.presenters.play_view import PlayView
from kiosk.ui.presenters.take_view import TakeAct, TakeView
from question_bank.formats.entry_bodies import Observed
from question_bank.formats.form import Form, PlacedTask, tasks_by_id, tasks_of
from question_bank.formats.sound_bodies import PlayEnd
from question_bank.identifiers import MediaName
from question_bank.items.case import Case
from question_bank.items.content import Sound, media_in
from question_bank.items.item import item_id_of, media_of_item
from question_bank.items.spoken_answer import SpokenAnswer

SETTLE_WITHIN_MS = 300
"""How long an order waits for the last piece of a take."""


class ExamSounds:
    """Playing and recording inside a sitting."""

    def __init__(
        self,
        window: MainWindow,
        sound: SeatSound,
        background: Background,
        hand: SittingHand,
        notices: NoticeBoard,
    ) -> None:
        board = self._board = window.exam.sounds
        self._sound = sound
        self._background = background
        self._hand = hand
        self._running: RunningSitting | None = None
        self._sounds: frozenset[MediaName] = frozenset()
        self._clips: ClipShelf | None = None
        self._devices: SoundDevices = sound.devices
        self._waiting: list[Callable[[], None]] = []
        self._notices = notices
        self._spoken = SpokenDesk(board, sound, hand, self._notices, self._read_own)
        self._played = SoundDesk(
            sound,
            hand,
            self._notices,
            lambda: self._spoken.is_recording,
            board.plays_changed.emit,
        )
        self._panel = SoundPanelDesk(
            window,
            sound,
            lambda: self._spoken.is_recording,
            lambda: self._played.stop(PlayEnd.STOPPED),
        )
        board.play_pressed.connect(self._on_play)
        board.take_pressed.connect(self._on_take)
        board.plays_changed.connect(self._run_settled)
        board.takes_changed.connect(self._run_settled)
        board.takes_changed.connect(self._panel.refresh)
        sound.follow(self._on_devices)

    # ------------------------------------------------------------ the sitting

    def begin(self, running: RunningSitting) -> None:
        """Play and record for this sitting from now on."""
        self._forget()
        self._running = running
        package, form = running.ready.package, running.ready.form
        policies = package.manifest.policies
        self._sounds = frozenset(
            name
            for name, medium in package.manifest.media().items()
            if medium.media_type.startswith("audio/")
        )
        clips = self._clips = ClipShelf(
            self._background, package.medium, self._board.plays_changed.emit
        )
        self._played.begin(clips, policies)
        self._spoken.begin(_spoken_tasks(form), policies)
        self._spoken.settle_answers()
        self._board.take_source(self)
        if self._needs_sound:
            self._sound.warm_up_player()

    def end(self) -> None:
        """Forget the sitting and what its candidate chose; nothing sounds after it."""
        if self._running is not None:
            self._forget()
            self._sound.reset()

    def _forget(self) -> None:
        self._panel.close()
        self._board.take_source(None)
        self._played.end()
        self._spoken.end()
        for code in (HEADPHONES_LOST, MICROPHONE_LOST, MICROPHONE_SILENT):
            self._notices.stands(code, is_so=False)
        self._running = None
        self._run_waiting()

    def resume(self) -> None:
        """The exam is on the screen (again): a take kept under a lock is the answer."""
        self._spoken.settle_answers()

    @property
    def has_sound(self) -> bool:
        """Whether the sitting plays or records anything at all."""
        return self._running is not None and self._needs_sound

    # ------------------------------------------------------------ the way

    def enter_task(self, task_id: str) -> None:
        """The candidate came to a task: what is no longer on the screen stops."""
        if self._running is None or self._clips is None:
            return
        place = tasks_by_id(self._running.ready.form).get(task_id)
        if place is None:
            return
        clip = self._played.playing
        if clip is not None and clip[0] not in _places(place):
            self._played.stop(PlayEnd.LEFT)
        self._spoken.enter_task(task_id)
        self._clips.keep(self._sounds.intersection(_media(place)))

    def ask_to_leave(self, go: Callable[[], None]) -> bool:
        """Ask before a take is left; return whether there is nothing to ask.

        `go` is called once the take has ended, if the candidate wants to leave.
        """
        return self._spoken.ask_to_leave(go)

    def settle(self, then: Callable[[], None]) -> None:
        """End what plays and records, then call `then`: before a lock, a hand-in, a move.

        At once when nothing does; after SETTLE_WITHIN_MS at the latest.
        """
        self._played.stop(PlayEnd.INTERRUPTED)
        self._spoken.break_off()
        if self._is_settled and not self._waiting:
            then()
            return
        self._waiting.append(then)
        if len(self._waiting) == 1:
            QTimer.singleShot(SETTLE_WITHIN_MS, self._run_waiting)

    def in_turn(self, then: Callable[[], None]) -> None:
        """Call `then` after all that `settle` still waits for, else at once."""
        if self._waiting:
            self._waiting.append(then)
        else:
            then()

    def finish(self, wait_s: float) -> None:
        """The program ends: let the last piece of a take become an entry."""
        self._played.stop(PlayEnd.INTERRUPTED)
        self._spoken.break_off()
        if self._spoken.has_take:
            self._sound.finish_recording(wait_s)

    # ------------------------------------------------------------ for the screen

    def play_view(self, place_id: str, block: Sound) -> PlayView:
        """Return what a sound shows."""
        return self._played.view(place_id, block)

    def take_view(self, task: SpokenAnswer) -> TakeView:
        """Return what a spoken task shows."""
        return self._spoken.view(task)

    # ------------------------------------------------------------ inside

    @property
    def _needs_sound(self) -> bool:
        assert self._running is not None
        form = self._running.ready.form
        return bool(self._sounds) or bool(_spoken_tasks(form))

    @property
    def _is_settled(self) -> bool:
        return not (self._spoken.has_take or self._played.is_playing)

    def _run_settled(self) -> None:
        if self._waiting and self._is_settled:
            self._run_waiting()

    def _run_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def _on_play(self, place_id: str, block: Sound) -> None:
        self._played.press(place_id, block)

    def _on_take(self, task_id: str, act: TakeAct) -> None:
        if act in {TakeAct.PREPARE, TakeAct.RECORD, TakeAct.LISTEN}:
            self._played.stop(PlayEnd.STOPPED)
        self._spoken.press(task_id, act)

    def _read_own(self, task_id: str, take: int, then: Callable[[bytes], None]) -> None:
        running = self._running
        if running is None:
            return
        ready, path = running.ready, running.store_path

        def read() -> bytes:
            name = (task_id, take)
            keys = ready.store_key, ready.room_secret
            return wav_of(read_take(path, ready.sitting_uuid, keys, name))

        self._background.run(then_given_back(read), then, lambda _error: then(b""))

    def _on_devices(self) -> None:
        """Headphones or microphone were pulled, or came back, in the exam."""
        before, now = self._devices, self._sound.devices
        self._devices = now
        if self._running is None or not self._needs_sound:
            return
        self._note_lost(HEADPHONES_LOST, had=before.outputs, has=now.outputs)
        self._note_lost(MICROPHONE_LOST, had=before.inputs, has=now.inputs)

    def _note_lost(
        self, code: str, *, had: Iterable[object], has: Iterable[object]
    ) -> None:
        is_lost, was_there = not tuple(has), bool(tuple(had))
        sitting = self._hand.sitting
        if is_lost and was_there and sitting is not None:
            observed = Observed(what=code, detail="")
            self._hand.submit(sitting.observe(observed, self._hand.now()))
            self._notices.stands(code, is_so=True)
        elif not is_lost:
            self._notices.stands(code, is_so=False)


def _spoken_tasks(form: Form) -> tuple[SpokenAnswer, ...]:
    return tuple(
        place.task for place in tasks_of(form) if isinstance(place.task, SpokenAnswer)
    )


def _places(place: PlacedTask) -> frozenset[str]:
    """Return the ids of all that stands on the screen with a task."""
    item = place.item
    scenes = [scene.scene_id for scene in item.scenes] if isinstance(item, Case) else []
    return frozenset(
        (place.task.task_id, item_id_of(item), place.section.section_id, *scenes)
    )


def _media(place: PlacedTask) -> tuple[MediaName, ...]:
    return (*media_of_item(place.item), *media_in(place.section.instructions))
