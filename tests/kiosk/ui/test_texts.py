import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import kiosk
from kiosk.ui.presenters.message import message
from kiosk.ui.texts import Language, Texts, load_texts

CHINESE = load_texts(Language.CHINESE)
ENGLISH = load_texts(Language.ENGLISH)
SOURCES = sorted(Path(kiosk.__file__).parent.rglob("*.py"))
SAYING = {"message", "text"}
"""Functions whose first argument is a key."""


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def literals() -> set[str]:
    return {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def calls() -> Iterator[tuple[str, set[str]]]:
    """Yield each key that is said with literal words, and its keywords."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            key = node.args[0]
            if name not in SAYING or not isinstance(key, ast.Constant):
                continue
            keywords = {k.arg for k in node.keywords}
            if None not in keywords:  # **values: not known here
                yield str(key.value), {str(k) for k in keywords}


def test_both_languages_have_the_same_keys() -> None:
    assert CHINESE.templates.keys() == ENGLISH.templates.keys()


@pytest.mark.parametrize("key", sorted(CHINESE.templates))
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    assert placeholders(CHINESE.templates[key]) == placeholders(ENGLISH.templates[key])


def test_every_text_is_used() -> None:
    assert CHINESE.templates.keys() - literals() == set()


def test_every_key_that_is_said_exists_and_gets_its_values() -> None:
    said = list(calls())

    assert len(said) > 50
    for key, keywords in said:
        assert placeholders(CHINESE.templates[key]) == keywords, key


@pytest.mark.parametrize("texts", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_no_text_is_empty(texts: Texts) -> None:
    assert all(template.strip() for template in texts.templates.values())


def test_a_message_is_said_with_its_values() -> None:
    said = CHINESE.say(message("log_in.id_tail", characters=6))

    assert said == "证件号码后 6 位"


def test_a_message_without_a_text_is_a_bug() -> None:
    with pytest.raises(KeyError):
        CHINESE.say(message("no.such"))


def test_the_language_button_offers_the_other_language() -> None:
    assert Language.CHINESE.other is Language.ENGLISH
    assert Language.ENGLISH.other is Language.CHINESE
