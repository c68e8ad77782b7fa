import hashlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from question_bank.bank.bank import Bank
from question_bank.errors import FormatError
from question_bank.exchange.into_bank import (
    ImportOutcome,
    import_reading,
    joined_reading,
)
from question_bank.exchange.item_draft import ItemDraft, MediumFile, SourceReading
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import ItemId, TaskId
from question_bank.items.content import Image as Picture
from question_bank.items.estimate import TaskEstimate
from question_bank.items.finding import Finding, Place, Severity
from question_bank.items.score_line import Wording
from question_bank.items.true_false import TrueFalse
from tests.builders.bank_records import a_choice_record, a_record
from tests.builders.banks import AT, AUTHOR, a_bank
from tests.builders.forms import a_case, a_single_choice, a_true_false, words


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    with a_bank(tmp_path) as bank:
        yield bank


def a_draft(record: ItemRecord, *, row: int = 1, has_own_id: bool = True) -> ItemDraft:
    return ItemDraft(
        record=record,
        estimates=(),
        place=Place(file="题.yaml", row=row),
        has_own_id=has_own_id,
    )


def reading(*records: ItemRecord, media: tuple[MediumFile, ...] = ()) -> SourceReading:
    return SourceReading(
        drafts=tuple(a_draft(record, row=i) for i, record in enumerate(records, 1)),
        findings=(),
        media={medium.sha256: medium for medium in media},
    )


def take(
    bank: Bank, source: SourceReading, *, take_good: bool = False
) -> ImportOutcome:
    return import_reading(bank, source, by=AUTHOR, at=AT, take_good=take_good)


def codes(outcome: ImportOutcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


def a_medium(content: bytes, *, media_type: str = "image/png") -> MediumFile:
    return MediumFile(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        size_bytes=len(content),
        read=lambda: content,
    )


def a_picture() -> bytes:
    raw = BytesIO()
    Image.new("RGB", (4, 4)).save(raw, "PNG")
    return raw.getvalue()


def a_record_with_picture(digest: str, item_id: str = "p1") -> ItemRecord:
    picture = Picture(media_name="a.png", alt_text="图")  # type: ignore[arg-type] # a plain text here
    task = a_true_false(item_id)
    shown = TrueFalse(
        task_id=task.task_id, points=task.points, stem=(*words("看图"), picture)
    )
    return a_record(shown, sha256=digest)


def test_items_with_estimates_and_enemies_come_in(bank: Bank) -> None:
    draft = replace(
        a_draft(a_choice_record("q1")),
        estimates=(TaskEstimate(task_id=TaskId("q1"), difficulty_permille=650),),
    )
    source = SourceReading(
        drafts=(draft, a_draft(a_choice_record("q2"))),
        findings=(),
        enemies=((ItemId("q1"), ItemId("q2")),),
    )
    told: list[tuple[int, int]] = []

    outcome = import_reading(
        bank, source, by=AUTHOR, at=AT, tell=lambda *done: told.append(done)
    )

    assert outcome.new == ("q1", "q2")
    assert (outcome.estimates, outcome.enemies, codes(outcome)) == (1, 1, [])
    assert told == [(1, 2), (2, 2)]
    again = take(bank, source)
    assert again.unchanged == ("q1", "q2")
    assert (again.estimates, again.enemies) == (0, 0)


def test_a_changed_text_is_a_new_version(bank: Bank) -> None:
    take(bank, reading(a_choice_record("q1", "甲")))

    outcome = take(bank, reading(a_choice_record("q1", "乙")))

    assert outcome.new_versions == ("q1",)


def test_one_error_keeps_everything_out(bank: Bank) -> None:
    bad = a_record(a_single_choice("q2"), tags=("初级/9.9",))
    head = bank.history.head()

    outcome = take(bank, reading(a_choice_record("q1"), bad))

    assert not outcome.is_taken
    assert codes(outcome) == ["TAG_UNKNOWN"]
    assert outcome.findings[0].place == Place(file="题.yaml", row=2, item_id="q2")
    assert bank.items.count() == 0
    assert bank.history.head() == head


def test_the_good_ones_are_taken_when_asked_for(bank: Bank) -> None:
    bad = a_record(a_single_choice("q2"), tags=("初级/9.9",))

    outcome = take(bank, reading(a_choice_record("q1"), bad), take_good=True)

    assert (outcome.new, outcome.left_out) == (("q1",), ("q2",))


def test_an_error_of_the_reader_keeps_everything_out_too(bank: Bank) -> None:
    finding = Finding(
        code="X", severity=Severity.ERROR, place=Place(), wording=Wording("错", "bad")
    )
    source = replace(reading(a_choice_record("q1")), findings=(finding,))

    assert not take(bank, source).is_taken
    assert take(bank, source, take_good=True).new == ("q1",)


def test_a_level_that_the_standard_lacks_is_told(bank: Bank) -> None:
    stranger = a_record(a_single_choice("q1"), level="特级", tags=())

    assert codes(take(bank, reading(stranger))) == ["LEVEL_UNKNOWN"]


def test_an_id_of_another_item_is_told(bank: Bank) -> None:
    picture = a_medium(a_picture())
    take(bank, reading(a_choice_record("c1-1")))
    case = a_record(a_case("c1"), sha256=picture.sha256)

    outcome = take(bank, reading(case, media=(picture,)))

    assert codes(outcome) == ["ID_OF_OTHER_ITEM"]
    assert "c1-1" in outcome.findings[0].wording.zh


def test_two_texts_of_one_id_in_one_import_are_told(bank: Bank) -> None:
    first, second = a_choice_record("q1", "甲"), a_choice_record("q1", "乙")

    assert codes(take(bank, reading(first, second))) == ["ID_TWICE"]
    assert take(bank, reading(first, first)).unchanged == ("q1",)


def test_media_come_in_once(bank: Bank) -> None:
    picture = a_medium(a_picture())
    first = a_record_with_picture(picture.sha256, "p1")
    second = a_record_with_picture(picture.sha256, "p2")

    assert take(bank, reading(first, second, media=(picture,))).is_taken
    assert bank.media.read(picture.sha256) == a_picture()
    assert take(bank, reading(first)).unchanged == ("p1",)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"GIF89a not a picture", "image/png"),
        (a_picture()[:40], "image/png"),
        (a_picture(), "image/jpeg"),
        (a_picture(), "text/html"),
        (b"RIFF lies", "audio/wav"),
    ],
)
def test_a_medium_that_does_not_decode_keeps_its_item_out(
    bank: Bank, content: bytes, media_type: str
) -> None:
    medium = a_medium(content, media_type=media_type)
    record = a_record_with_picture(medium.sha256)

    outcome = take(bank, reading(record, media=(medium,)))

    assert codes(outcome) == ["MEDIUM"]
    assert not outcome.is_taken


def test_a_medium_that_is_missing_or_unreadable_keeps_its_item_out(bank: Bank) -> None:
    def broken() -> bytes:
        raise OSError("the stick was pulled")

    medium = replace(a_medium(a_picture()), read=broken)
    record = a_record_with_picture(medium.sha256)

    assert codes(take(bank, reading(record))) == ["MEDIUM"]
    assert codes(take(bank, reading(record, media=(medium,)))) == ["MEDIUM"]


def test_a_medium_that_changes_while_it_is_read_takes_all_back(bank: Bank) -> None:
    contents = iter([a_picture(), b"something else"])
    medium = replace(a_medium(a_picture()), read=lambda: next(contents))
    source = reading(
        a_choice_record("q1"), a_record_with_picture(medium.sha256), media=(medium,)
    )

    with pytest.raises(FormatError, match="changed while it was read"):
        take(bank, source)

    assert bank.items.count() == 0


def test_an_enemy_that_is_nowhere_is_a_warning(bank: Bank) -> None:
    pairs = (ItemId("q1"), ItemId("q9")), (ItemId("q1"), ItemId("q1"))
    source = replace(reading(a_choice_record("q1")), enemies=pairs)

    outcome = take(bank, source)

    assert outcome.is_taken
    assert codes(outcome) == ["ENEMY_UNKNOWN", "ENEMY_OF_ITSELF"]
    assert outcome.enemies == 0


def test_a_row_without_an_id_is_found_again_under_the_id_it_got(bank: Bank) -> None:
    take(bank, reading(a_choice_record("q1", "同样的话")))
    made = a_draft(a_choice_record("made-1", "同样的话"), has_own_id=False)

    outcome = take(bank, SourceReading(drafts=(made,), findings=()))

    assert outcome.unchanged == ("q1",)
    assert bank.items.count() == 1


def test_files_that_are_joined_come_in_together_or_not(bank: Bank) -> None:
    bad = a_record(a_single_choice("q2"), tags=("初级/9.9",))

    both = joined_reading([reading(a_choice_record("q1")), reading(bad)])

    assert not take(bank, both).is_taken
    assert bank.items.count() == 0
