import importlib
from pathlib import Path

from question_bank.errors import ExamRoomError
from sync_server.console.error_texts import ERROR_TEXTS

ROOT = Path(__file__).parents[3]


def test_every_error_that_the_console_can_show_has_its_words_in_chinese() -> None:
    for path in [
        *(ROOT / "sync_server").rglob("errors.py"),
        ROOT / "question_bank" / "errors.py",
        ROOT / "question_bank" / "sealing" / "errors.py",
    ]:
        name = path.relative_to(ROOT).as_posix()[:-3].replace("/", ".")
        module = importlib.import_module(name)
        for found in vars(module).values():
            is_error = isinstance(found, type) and issubclass(found, ExamRoomError)
            if is_error and "code" in vars(found):
                assert found.code in ERROR_TEXTS, found
