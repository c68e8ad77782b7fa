"""What is written as QTI 3 comes back the same through our own reader."""

import hashlib
import tempfile
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from question_bank.exchange.errors import QtiError
from question_bank.exchange.item_draft import SourceReading
from question_bank.exchange.qti import read_qti
from question_bank.exchange.qti_writer import write_qti
from question_bank.formats.item_record import ItemRecord, item_record_bytes
from question_bank.identifiers import ItemId, OptionId, SceneId, TaskId
from question_bank.items.case import Case, Scene
from question_bank.items.content import Paragraph, Run
from question_bank.items.estimate import TaskEstimate
from question_bank.items.item import item_id_of
from question_bank.items.mapped_points import MappedPoints
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import Option
from question_bank.items.task import TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey
from tests.builders.generated_records import (
    LEVEL,
    MEDIA,
    estimates_of,
    item_records,
)
from tests.question_bank.items.test_mapped_scoring import Given, mapped_choices

Entry = tuple[ItemRecord, tuple[TaskEstimate, ...]]


def written(entries: list[Entry], folder: Path, name: str = "out.zip") -> Path:
    path = folder / name
    write_qti(entries, MEDIA.__getitem__, path, title="题库")
    return path


def read_back(entries: list[Entry], *, level: str | None = None) -> SourceReading:
    with tempfile.TemporaryDirectory() as folder:
        return read_qti(written(entries, Path(folder)), level=level)


@st.composite
def entries_of(draw: st.DrawFn) -> list[Entry]:
    records = draw(
        st.lists(
            item_records(),
            min_size=1,
            max_size=3,
            unique_by=lambda record: item_id_of(record.item),
        )
    )
    return [(record, draw(estimates_of(record))) for record in records]


@pytest.mark.slow  # each example is a package with up to three items, decoded media
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(entries=entries_of())
def test_records_and_estimates_of_every_kind_come_back_the_same(
    entries: list[Entry],
) -> None:
    reading = read_back(entries)

    assert list(reading.findings) == []
    assert [draft.record for draft in reading.drafts] == [r for r, _ in entries]
    assert [draft.estimates for draft in reading.drafts] == [e for _, e in entries]
    for draft, (record, _) in zip(reading.drafts, entries, strict=True):
        assert item_record_bytes(draft.record) == item_record_bytes(record)
        assert draft.has_own_id
    for sha256, medium in reading.media.items():
        assert hashlib.sha256(MEDIA[sha256]).hexdigest() == medium.sha256


@pytest.mark.slow  # each example is a package that is written and read
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(mapped_choices(), st.booleans())
def test_points_by_option_come_back_exactly(
    given_choice: Given, is_in_a_case: bool
) -> None:
    task, key, _ = given_choice
    scene = Scene(
        scene_id=SceneId("s"), title="一", content=task.stem, tasks=(task, a_truth())
    )
    case = Case(
        item_id=ItemId("c"), title="一", stem=(), is_one_way=False, scenes=(scene,)
    )
    record = ItemRecord(level=LEVEL, item=task, keys={task.task_id: key})
    if is_in_a_case:
        keys: dict[TaskId, TaskKey] = {
            task.task_id: key,
            TaskId("t-1"): TrueFalseKey(is_true=True),
        }
        record = ItemRecord(level=LEVEL, item=case, keys=keys)

    reading = read_back([(record, ())])

    assert reading.findings == ()
    assert [draft.record for draft in reading.drafts] == [record]


def a_truth() -> TrueFalse:
    content = (Paragraph(runs=(Run(text="一"),)),)
    return TrueFalse(task_id=TaskId("t-1"), points=Fraction(1), stem=content)


def a_record(task_id: str = "t-1", text: str = "地球是圆的") -> ItemRecord:
    task = TrueFalse(
        task_id=TaskId(task_id),
        points=1,  # type: ignore[arg-type]  # equal to Fraction(1)
        stem=(Paragraph(runs=(Run(text=text),)),),
    )
    return ItemRecord(
        level=LEVEL,
        item=task,
        keys={TaskId(task_id): TrueFalseKey(is_true=True)},
    )


@pytest.mark.parametrize("credit", Credit)
@pytest.mark.parametrize("correct", [1, 2, 25])
def test_a_choice_of_all_letters_comes_back(credit: Credit, correct: int) -> None:
    letters = tuple("abcdefghijklmnopqrstuvwxyz")
    content = (Paragraph(runs=(Run(text="一"),)),)
    task = MultipleChoice(
        task_id=TaskId("t-1"),
        points=Fraction(2),
        stem=content,
        options=tuple(
            Option(option_id=OptionId(letter), content=content) for letter in letters
        ),
        credit=credit,
    )
    mapped = MappedPoints(
        points_by_option={
            OptionId(letter): Fraction(2, correct) if index < correct else Fraction(-3)
            for index, letter in enumerate(letters)
        },
        least=Fraction(0),
    )
    key = MultipleChoiceKey(
        correct_options=tuple(map(OptionId, letters[:correct])),
        mapped=mapped if credit is Credit.MAPPED else None,
    )
    record = ItemRecord(level=LEVEL, item=task, keys={TaskId("t-1"): key})

    reading = read_back([(record, ())])

    assert reading.findings == ()
    assert reading.drafts[0].record == record


def test_the_same_items_give_the_same_bytes(tmp_path: Path) -> None:
    entries: list[Entry] = [(a_record(), ()), (a_record("t-2"), ())]

    first = written(entries, tmp_path, "1.zip").read_bytes()

    assert written(entries, tmp_path, "2.zip").read_bytes() == first


def test_an_item_twice_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(QtiError, match="t-1"):
        written([(a_record(), ()), (a_record(), ())], tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_character_that_xml_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QtiError, match="t-1"):
        written([(a_record(text="a\ufffeb"), ())], tmp_path)


def test_a_package_of_ours_has_only_names_that_any_system_holds(
    tmp_path: Path,
) -> None:
    path = written([(a_record("con"), ()), (a_record("CON"), ())], tmp_path)

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    assert names == ["items/00001-con.xml", "items/00002-CON.xml", "imsmanifest.xml"]
