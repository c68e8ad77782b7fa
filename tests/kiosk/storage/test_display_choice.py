from pathlib import Path

import pytest

from kiosk.errors import SeatStorageError
from kiosk.storage.display_choice import DisplayChoice, DisplayChoiceStore

CHOICE = DisplayChoice(language="zh", theme="contrast", text_percent=200)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    store = DisplayChoiceStore(tmp_path)
    assert store.load() is None

    store.save(CHOICE)
    assert DisplayChoiceStore(tmp_path).load() == CHOICE

    store.forget()
    store.forget()
    assert store.load() is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"language": 1}', b"\x00" * 9000])
def test_a_damaged_file_is_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "display.json").write_bytes(content)

    assert DisplayChoiceStore(tmp_path).load() is None


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(SeatStorageError):
        DisplayChoiceStore(tmp_path / "gone").save(CHOICE)
