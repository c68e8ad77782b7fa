import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image as Picture

from kiosk.app.preview.preview_desk import PreviewForm
from kiosk.app.preview.preview_source import preview_of_form, preview_of_items
from kiosk.cli.main import main
from question_bank.bank.assembly_store import StoredAssembly, StoredForm
from question_bank.bank.bank import Bank, create_bank, open_bank
from question_bank.bank.errors import NotInBankError
from question_bank.exchange.item_draft import MediumFile
from question_bank.exchange.item_source import read_item_list
from question_bank.formats.form import Form, Section, form_bytes, media_of, tasks_of
from question_bank.formats.form_keys import FormKeys, form_keys_bytes
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import FormCode, ItemId, MediaName, SectionId, TaskId
from question_bank.items.renamed_media import with_media_names
from tests.builders.generated_records import png_bytes

AT = datetime(2026, 11, 22, tzinfo=UTC)
STANDARD = b"""\
name = "x"
edition = "1"
[[levels]]
name = "L"
domains = [{ number = 1, name = "d", tasks = ["t"] }]
"""
ITEM = """\
level: L
items:
  - kind: true_false
    id: {item}
    points: 1
    tags: [L/1.1]
    difficulty: 0.6
    answer: 对
    explanation: 图上就是如此。
    stem: |
      看图。

      ![一幅小图](picture.png)
"""


def add(bank: Bank, item: str, picture: bytes) -> None:
    digest = hashlib.sha256(picture).hexdigest()
    medium = MediumFile(
        sha256=digest,
        media_type="image/png",
        size_bytes=len(picture),
        read=lambda: picture,
    )
    source = ITEM.format(item=item).encode()
    reading = read_item_list(source, {MediaName("picture.png"): medium}, name="x.yaml")
    bank.media.add(picture, "image/png")
    for draft in reading.drafts:
        bank.items.add(draft.record, by="a", at=AT)
        for estimate in draft.estimates:
            bank.estimates.add(estimate, by="a", at=AT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "bank.db"
    with create_bank(path, "x", STANDARD, "a", AT) as bank:
        add(bank, "t1", png_bytes(colour=10))
        add(bank, "t2", png_bytes(colour=200))
    return path


def shown_media(preview: PreviewForm) -> list[bytes]:
    names = [
        name
        for place in tasks_of(preview.form)
        for name in media_of(_form_of(place.item))
    ]
    return [preview.media(name) for name in names]


def _form_of(*items: object) -> Form:
    section = Section(
        section_id=SectionId("s"),
        title="s",
        instructions=(),
        is_one_way=False,
        time_limit_ms=None,
        items=items,  # type: ignore[arg-type]
    )
    return Form(form_code=FormCode("A"), title="A", level="L", sections=(section,))


def test_two_items_that_call_their_pictures_the_same_each_show_their_own(
    path: Path,
) -> None:
    with open_bank(path) as bank:
        preview = preview_of_items(bank, [ItemId("t1"), ItemId("t2")])

        assert shown_media(preview) == [png_bytes(colour=10), png_bytes(colour=200)]
        assert preview.estimates[TaskId("t2")].difficulty_permille == 600


def test_a_form_of_an_assembly_shows_the_media_whatever_they_are_called_there(
    path: Path,
) -> None:
    with open_bank(path) as bank:
        records = [bank.items.record(ItemId(item)) for item in ("t1", "t2")]
        new_name = MediaName("other.png")
        items = (
            records[0].item,
            with_media_names(records[1].item, {MediaName("picture.png"): new_name}),
        )
        bank.assemblies.save(an_assembly(_form_of(*items), records), "a", AT)

        preview = preview_of_form(bank, "spring", FormCode("A"))

        assert shown_media(preview) == [png_bytes(colour=10), png_bytes(colour=200)]
        assert preview.media(MediaName("unknown.png")) == b""
        with pytest.raises(NotInBankError, match="has the forms A, not B"):
            preview_of_form(bank, "spring", FormCode("B"))


def an_assembly(form: Form, records: list[ItemRecord]) -> StoredAssembly:
    keys = FormKeys(
        form_code=form.form_code,
        keys={key: found for record in records for key, found in record.keys.items()},
        explanations={},
        tags={},
        transcripts={},
    )
    return StoredAssembly(
        name="spring",
        blueprint=b"",
        seed=1,
        report=b"{}",
        forms=(
            StoredForm(
                form_code=form.form_code,
                form=form_bytes(form),
                keys=form_keys_bytes(keys),
                items=((ItemId("t1"), 1), (ItemId("t2"), 1)),
            ),
        ),
    )


def test_a_picture_of_an_item_is_written_without_a_screen(
    path: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "preview.png"

    words = [
        "preview",
        str(path),
        "t1",
        "--picture",
        str(picture),
        "--size",
        "1366x768",
    ]
    assert main(words) == 0

    with Picture.open(picture) as image:
        assert image.size == (1366, 768)
        assert len(image.convert("RGB").getcolors(1_000_000) or ()) > 20
    assert capsys.readouterr().out.strip() == str(picture)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nobody"], "NOT_IN_BANK"),
        ([], "NOTHING_TO_PREVIEW"),
        (["--tag", "L/1.2"], "NOTHING_TO_PREVIEW"),
        (["--form", "spring/A"], "NOT_IN_BANK"),
        (["t1", "--version", "7"], "NOT_IN_BANK"),
    ],
)
def test_what_is_not_in_the_bank_is_told(
    words: list[str],
    code: str,
    path: Path,
    tmp_path: Path,
    qapp: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    picture = tmp_path / "preview.png"

    assert main(["preview", str(path), *words, "--picture", str(picture)]) == 1

    assert capsys.readouterr().err.startswith(f"{code}: ")
    assert not picture.exists()


def test_a_picture_that_cannot_be_written_is_told(
    path: Path, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "no-such-folder" / "preview.png"

    assert main(["preview", str(path), "t1", "--picture", str(picture)]) == 1

    assert capsys.readouterr().err.startswith("PICTURE_NOT_WRITTEN: ")


def test_a_window_without_a_screen_is_refused_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EXAM_BANK_LANGUAGE", "zh")

    assert main(["preview", str(path), "t1"]) == 1

    told = capsys.readouterr().err
    assert told.startswith("NO_SCREEN: ")
    assert "请在有桌面的电脑上运行" in told
