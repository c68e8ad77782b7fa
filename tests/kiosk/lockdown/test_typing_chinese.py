"""Chinese typed into an answer inside the locked session: real keys, ibus, pinyin, wubi."""

from collections.abc import Iterator

import pytest

from tests.builders.locked_sessions import LockedSession, lacking
from tests.journeys.processes import wait_until

pytestmark = [
    pytest.mark.slow,  # a display, a message bus, two input methods, one session for all
    pytest.mark.skipif(bool(lacking()), reason=f"no {', '.join(lacking())}"),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LockedSession]:
    session = LockedSession(tmp_path_factory.mktemp("session"))
    try:
        session.wait_typing()
        yield session
    finally:
        session.close()


@pytest.fixture(autouse=True)
def _empty_answer(session: LockedSession) -> None:
    session.press("Escape")
    session.tell("clear")
    wait_until("the answer is empty", lambda: session.state()["text"] == "")


def text_becomes(session: LockedSession, expected: str) -> None:
    wait_until(f"{expected} stands there", lambda: session.state()["text"] == expected)


def test_pinyin_becomes_characters_in_an_answer_and_its_list_can_be_seen(
    session: LockedSession,
) -> None:
    session.type("nihao")
    wait_until("the list is shown", session.candidate_list)
    session.press("space")

    text_becomes(session, "你好")
    assert tuple(session.state()["size"]) == (1366, 768)
    assert "KEYS" in session.state()["report"]
    assert "INPUT_LEARNING" in session.state()["report"]


@pytest.mark.parametrize("why", ["finish", "elsewhere"])
def test_what_is_being_composed_is_taken_in_when_time_is_up_or_the_field_is_left(
    session: LockedSession, why: str
) -> None:
    session.type("kaoshi")
    wait_until("the list is shown", session.candidate_list)
    session.tell(why)

    text_becomes(session, "考试")
    session.tell("back")
    session.type("nihao")
    wait_until("the list is shown", session.candidate_list)
    session.press("space")
    text_becomes(session, "考试你好")


def test_pinyin_learns_nothing_from_what_was_chosen(session: LockedSession) -> None:
    def second_choice() -> str:
        session.tell("clear")
        session.type("shi")
        wait_until("the list is shown", session.candidate_list)
        session.press("2")
        return str(wait_until("a choice", lambda: session.state()["text"]))

    chosen = [second_choice() for _ in range(3)]

    assert len(set(chosen)) == 1  # a method that learns puts it first


def test_wubi_becomes_characters_too(session: LockedSession) -> None:
    session.press("ctrl+space")
    wait_until("wubi is chosen", lambda: "wubi" in session.engine())
    session.type("wqvb")
    session.press("space")

    wait_until("a text", lambda: session.state()["text"])
    assert session.state()["text"].startswith("你好")
    session.press("ctrl+space")
    wait_until("pinyin again", session.has_pinyin)


def test_what_was_learned_is_wiped_and_pinyin_is_back(session: LockedSession) -> None:
    before = session.learned_files()
    session.tell("wipe")
    wait_until("all is wiped", lambda: session.learned_files() == [])
    session.wait_typing()
    session.type("nihao")
    wait_until("the list is shown", session.candidate_list)
    session.press("space")

    text_becomes(session, "你好")
    assert before
    assert not [each for each in session.state()["seen"] if "INPUT" in each[1]]
