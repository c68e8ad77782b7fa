"""Item records of every kind for property tests (hypothesis); media are really made.

    @given(item_records())
    def test_…(record: ItemRecord) -> None: …

Records are valid: `item_record_problems` finds nothing. Media are taken from MEDIA, so
that `MEDIA[sha256]` gives the bytes of each. Neighbouring runs never have the same marks.
"""

import hashlib
import struct
import zlib
from fractions import Fraction
from io import BytesIO
from typing import Any

import soundfile
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import (
    ItemId,
    MediaName,
    OptionId,
    SceneId,
    TaskId,
)
from question_bank.items.case import Case, Scene
from question_bank.items.content import (
    Block,
    BulletList,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
)
from question_bank.items.estimate import EstimateOrigin, TaskEstimate
from question_bank.items.item import Item, item_id_of, media_of_item, tasks_in
from question_bank.items.mapped_points import MappedPoints
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import Option
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.tag import Tag
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

LEVEL = "初级"


def png_bytes(width: int = 2, height: int = 2, colour: int = 0) -> bytes:
    """Return a small grey picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([colour]) * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def flac_bytes(frames: int = 800) -> bytes:
    """Return a tenth of a second of a quiet tone, 8 kHz mono."""
    file = BytesIO()
    samples = [0.1 if at % 20 < 10 else -0.1 for at in range(frames)]
    soundfile.write(file, samples, 8000, format="FLAC")
    return file.getvalue()


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


_FILES: dict[str, bytes] = {
    "door.png": png_bytes(colour=10),
    "map-2.png": png_bytes(colour=200),
    "caller.flac": flac_bytes(),
    "voice_b.flac": flac_bytes(1200),
}
MEDIA = {_sha256(raw): raw for raw in _FILES.values()}
"""SHA-256 in hex → bytes of all media that the records show."""

_IDS = st.builds(
    str.__add__, st.sampled_from("abcXYZ019"), st.text("abcXYZ019._-", max_size=9)
)
_LETTERS = "心理咨询师的职责是什么（）。，？！“”ABCxyz019 <>&\"'#/\\_*é—\u3000\u00a0"
_TEXTS = st.text(_LETTERS, min_size=1, max_size=30)
_LINES = _TEXTS.map(lambda text: " ".join(text.split()) or "一")
_POINTS = st.sampled_from(
    [Fraction(*pair) for pair in ((1, 1), (2, 1), (3, 2), (1, 3), (10, 1), (2, 7))]
)
_MARKS = st.lists(st.sampled_from(Mark), max_size=3, unique=True).filter(
    lambda marks: not {Mark.SUB, Mark.SUP} <= set(marks)
)


def _merged(runs: list[Run]) -> tuple[Run, ...]:
    found: list[Run] = []
    for run in runs:
        if found and found[-1].marks == run.marks:
            found[-1] = Run(text=found[-1].text + run.text, marks=run.marks)
        else:
            found.append(run)
    return tuple(found)


def runs(*, texts: SearchStrategy[str] = _TEXTS) -> SearchStrategy[tuple[Run, ...]]:
    """Return runs; some have line breaks."""
    broken = st.one_of(texts, st.tuples(texts, texts).map("\n".join))
    one = st.builds(Run, text=broken, marks=_MARKS.map(tuple))
    return st.lists(one, min_size=1, max_size=3).map(_merged)


def _tables() -> SearchStrategy[Table]:
    def of(columns: int) -> SearchStrategy[Table]:
        cell = st.one_of(st.just(()), runs())
        row = st.lists(cell, min_size=columns, max_size=columns).map(tuple)
        rows = st.lists(row, min_size=2, max_size=3).map(tuple)
        return st.builds(Table, header_rows=st.integers(0, 1), rows=rows)

    return st.integers(1, 3).flatmap(of)


def blocks() -> SearchStrategy[Block]:
    """Return blocks of every kind."""
    return st.one_of(
        st.builds(Paragraph, runs=runs()),
        st.builds(
            BulletList,
            is_numbered=st.booleans(),
            entries=st.lists(runs(), min_size=1, max_size=3).map(tuple),
        ),
        _tables(),
        st.builds(
            Image,
            media_name=st.sampled_from([MediaName("door.png"), MediaName("map-2.png")]),
            alt_text=_LINES,
        ),
        st.builds(
            Sound,
            media_name=st.sampled_from(
                [MediaName("caller.flac"), MediaName("voice_b.flac")]
            ),
            label=_LINES,
            most_plays=st.one_of(st.none(), st.integers(1, 20)),
        ),
    )


def contents(*, least: int = 1) -> SearchStrategy[tuple[Block, ...]]:
    """Return contents with media."""
    return st.lists(blocks(), min_size=least, max_size=3).map(tuple)


def plain_contents() -> SearchStrategy[tuple[Block, ...]]:
    """Return contents without media, as explanations and model answers are."""
    words = st.one_of(st.builds(Paragraph, runs=runs()), _tables())
    return st.lists(words, min_size=1, max_size=2).map(tuple)


@st.composite
def _options(draw: Any) -> tuple[Option, ...]:
    ids = draw(st.lists(_IDS, min_size=2, max_size=5, unique=True))
    return tuple(
        Option(option_id=OptionId(option_id), content=draw(contents()))
        for option_id in ids
    )


@st.composite
def rubrics(draw: Any, points: Fraction) -> Rubric:
    """Return rubrics of tasks that are worth `points`."""
    ids = draw(st.lists(_IDS, min_size=1, max_size=3, unique=True))
    return Rubric(
        model_answer=draw(plain_contents()),
        scoring_points=tuple(
            ScoringPoint(
                point_id=point_id,
                points=points,
                text=draw(_LINES),
                acceptable_wordings=tuple(draw(st.lists(_LINES, max_size=2))),
            )
            for point_id in ids
        ),
        wrong_ideas=tuple(draw(st.lists(_LINES, max_size=2))),
    )


@st.composite
def tasks(draw: Any, task_id: str) -> tuple[Task, TaskKey]:
    """Return a task of any kind with its key."""
    points: Fraction = draw(_POINTS)
    stem = draw(contents())
    own = TaskId(task_id)
    kind = draw(st.sampled_from(["single", "multiple", "truth", "short", "spoken"]))
    if kind == "truth":
        return (
            TrueFalse(task_id=own, points=points, stem=stem),
            TrueFalseKey(is_true=draw(st.booleans())),
        )
    if kind == "short":
        most = draw(st.integers(10, 20_000))
        short = ShortAnswer(task_id=own, points=points, stem=stem, most_characters=most)
        return short, ShortAnswerKey(rubric=draw(rubrics(points)))
    if kind == "spoken":
        spoken = SpokenAnswer(
            task_id=own,
            points=points,
            stem=stem,
            preparation_s=draw(st.integers(0, 1800)),
            answer_s=draw(st.integers(5, 1800)),
            most_takes=draw(st.one_of(st.none(), st.integers(1, 20))),
        )
        return spoken, SpokenAnswerKey(rubric=draw(rubrics(points)))
    return draw(_choices(own, points, stem, is_single=kind == "single"))  # type: ignore[no-any-return]


@st.composite
def _choices(
    draw: Any,
    task_id: TaskId,
    points: Fraction,
    stem: tuple[Block, ...],
    *,
    is_single: bool,
) -> tuple[Task, TaskKey]:
    options = draw(_options())
    ids = [option.option_id for option in options]
    keeps = draw(st.booleans())
    if is_single:
        single = SingleChoice(
            task_id=task_id,
            points=points,
            stem=stem,
            options=options,
            keeps_option_order=keeps,
        )
        return single, SingleChoiceKey(correct_option=draw(st.sampled_from(ids)))
    credit = draw(st.sampled_from(Credit))
    if credit is Credit.MAPPED:
        points, key = draw(mapped_keys(tuple(ids)))
    else:
        correct = draw(
            st.lists(
                st.sampled_from(ids), min_size=1, max_size=len(ids) - 1, unique=True
            )
        )
        key = MultipleChoiceKey(correct_options=tuple(sorted(correct)))
    multiple = MultipleChoice(
        task_id=task_id,
        points=points,
        stem=stem,
        options=options,
        credit=credit,
        keeps_option_order=keeps,
    )
    return multiple, key


@st.composite
def mapped_keys(
    draw: Any, ids: tuple[OptionId, ...]
) -> tuple[Fraction, MultipleChoiceKey]:
    """Return (points of the task, key with points by option) for two or more options."""
    order = draw(st.permutations(ids))
    rights = order[: draw(st.integers(1, len(ids) - 1))]
    wrongs = order[len(rights) :]
    worths = {option: draw(_POINTS) for option in rights}
    best = sum(worths.values(), Fraction(0))
    most = draw(st.sampled_from([best, best / 2, worths[rights[0]]]))
    least = draw(st.sampled_from([Fraction(0), Fraction(0), most / 2]))
    worths |= {
        option: draw(st.one_of(st.just(Fraction(0)), _POINTS.map(lambda p: -p)))
        for option in wrongs
    }
    above = sum(worths.values(), Fraction(0)) - least
    if above > 0:  # choosing everything would pay
        worths[wrongs[0]] -= above
    key = MultipleChoiceKey(
        correct_options=tuple(sorted(rights)),
        mapped=MappedPoints(points_by_option=worths, least=least),
    )
    return most, key


@st.composite
def cases(draw: Any) -> tuple[Case, dict[TaskId, TaskKey]]:
    """Return a case of one to three scenes with its keys."""
    scene_ids = draw(st.lists(_IDS, min_size=1, max_size=3, unique=True))
    case_id = draw(_IDS)
    task_ids = draw(
        st.lists(
            _IDS.filter(lambda found: found != case_id),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    made = [draw(tasks(task_id)) for task_id in task_ids]
    homes = [draw(st.integers(0, len(scene_ids) - 1)) for _ in task_ids]
    scenes = tuple(
        Scene(
            scene_id=SceneId(scene_id),
            title=draw(_LINES),
            content=draw(contents()),
            tasks=tuple(
                task
                for (task, _), home in zip(made, homes, strict=True)
                if home == index
            ),
        )
        for index, scene_id in enumerate(scene_ids)
    )
    case = Case(
        item_id=ItemId(case_id),
        title=draw(_LINES),
        stem=draw(contents(least=0)),
        is_one_way=draw(st.booleans()),
        scenes=scenes,
    )
    return case, {task.task_id: key for task, key in made}


def _tags(draw: Any) -> tuple[Tag, ...]:
    found = draw(
        st.lists(
            st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 3)),
            max_size=2,
            unique=True,
        )
    )
    return tuple(
        Tag(f"{LEVEL}/{domain}.{task}" + (f".{last}" if last else ""))
        for domain, task, last in found
    )


@st.composite
def item_records(draw: Any) -> ItemRecord:
    """Return records of every kind, cases too, with all that a record may hold."""
    item: Item
    keys: dict[TaskId, TaskKey]
    if draw(st.booleans()):
        item, keys = draw(cases())
    else:
        task, key = draw(tasks(draw(_IDS)))
        item, keys = task, {task.task_id: key}
    task_ids = [task.task_id for task in tasks_in(item)]
    tagged = {TaskId(item_id_of(item)): _tags(draw)} | {
        task_id: _tags(draw) for task_id in task_ids
    }
    shown = sorted(set(media_of_item(item)))
    return ItemRecord(
        level=LEVEL,
        item=item,
        keys=keys,
        explanations={
            task_id: draw(plain_contents())
            for task_id in task_ids
            if draw(st.booleans())
        },
        tags={task_id: tags for task_id, tags in tagged.items() if tags},
        expected_times_s={
            task_id: draw(st.integers(1, 7200))
            for task_id in task_ids
            if draw(st.booleans())
        },
        transcripts={
            name: draw(_LINES)
            for name in shown
            if name.endswith(".flac") and draw(st.booleans())
        },
        media={name: _sha256(_FILES[name]) for name in shown},
    )


@st.composite
def estimates_of(draw: Any, record: ItemRecord) -> tuple[TaskEstimate, ...]:
    """Return estimates for some of the record's tasks."""
    return tuple(
        TaskEstimate(
            task_id=task.task_id,
            difficulty_permille=draw(st.integers(1, 999)),
            discrimination_permille=draw(st.one_of(st.none(), st.integers(-999, 999))),
            origin=draw(st.sampled_from(EstimateOrigin)),
            responses=draw(st.one_of(st.none(), st.integers(1, 10_000))),
            source=draw(st.one_of(st.none(), _LINES)),
        )
        for task in tasks_in(record.item)
        if draw(st.booleans())
    )
