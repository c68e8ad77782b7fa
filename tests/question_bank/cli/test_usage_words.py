import argparse

import pytest

from question_bank.cli.main import main
from question_bank.cli.usage_words import chinese_usage


def said_by_argparse(words: list[str]) -> str:
    """Return what this Python's argparse says of wrong words."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--number", type=int)
    parser.add_argument("--share", type=float)
    parser.add_argument("--pair", nargs=2)
    parser.add_argument("--kind", choices=["a", "b"])
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--add", action="store_true")
    group.add_argument("--remove", action="store_true")
    with pytest.raises(argparse.ArgumentError) as refused:
        parser.parse_args(words)
    return str(refused.value)


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        (["--number", "三"], "--number：'三' 不是整数"),
        (["--share", "半"], "--share：'半' 不是数"),
        (["--number"], "--number：后面要写一项内容"),
        (["--pair", "q1"], "--pair：后面要写 2 项内容"),
        (["--add", "--remove"], "--remove：不能与 --add 同时使用"),
        (["--add=1"], "--add：后面不能写内容：'1'"),
    ],
)
def test_what_argparse_says_is_said_in_chinese(words: list[str], chinese: str) -> None:
    assert chinese_usage(said_by_argparse(words)) == chinese


def test_a_wrong_choice_names_those_there_are() -> None:
    told = chinese_usage(said_by_argparse(["--kind", "c"]))

    assert told.startswith("--kind：没有 'c'，只能写：")
    assert "b" in told


def test_what_is_not_known_stays_as_it_is() -> None:
    assert chinese_usage("something new") == "something new"
    assert chinese_usage("argument --x: 1-: 请写数") == "--x：1-: 请写数"


@pytest.mark.parametrize(
    ("words", "language", "told"),
    [
        (["review", "x.bank", "q1"], "zh", "用法有误：缺少必填项：--by"),
        (["review", "x.bank", "q1"], "en", "arguments are required: --by"),
        (["list", "x.bank", "--nein"], "zh", "用法有误：多出或写错的内容：--nein"),
        (["liste", "x.bank"], "zh", "没有 'liste'，只能写："),
        ([], "zh", "用法有误：缺少必填项：COMMAND"),
        (["package"], "zh", "用法有误：缺少必填项：VERB"),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    language: str,
    told: str,
) -> None:
    monkeypatch.delenv("EXAM_BANK_USER", raising=False)
    monkeypatch.setenv("EXAM_BANK_LANGUAGE", language)

    with pytest.raises(SystemExit, match="2"):
        main(words)

    assert told in capsys.readouterr().err
