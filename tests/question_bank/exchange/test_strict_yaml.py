import pytest
from hypothesis import given, strategies as st

from question_bank.errors import FormatError
from question_bank.exchange.strict_yaml import DEEPEST_NESTING, YamlSource, parse_yaml


def parsed(text: str) -> YamlSource:
    return parse_yaml(text.encode(), name="a.yaml", most_bytes=10_000)


def test_scalars_are_the_text_that_stands_there() -> None:
    source = parsed("a: no\nb: 1:30\nc: 007\nd: '1.0'\ne:\nf: 2026-11-22\n")

    assert source.plain == {
        "a": "no",
        "b": "1:30",
        "c": "007",
        "d": "1.0",
        "e": "",
        "f": "2026-11-22",
    }


def test_every_place_has_its_line() -> None:
    source = parsed("a:\n  - x\n  - b: |\n      long\n      text\nc: d\n")

    assert source.lines["a"] == 1
    assert source.lines["a[1]"] == 3
    assert source.lines["a[1].b"] == 3
    assert source.lines["c"] == 6
    assert source.line_of("a[1].b.missing[3].deeper") == 3
    assert source.line_of("unknown") == 1


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a stands there twice"),
        ("a: &x 1\n", 1, "anchors"),
        ("a: 1\nb: *x\n", 2, "aliases"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "tag"),
        ("a: !!str x\n", 1, "tag"),
        ("a: 1\n? [b]\n: 2\n", 2, "a key has to be text"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [1\n", 2, "expected"),
        ('a: "\\ud800"\n', 1, "surrogate"),
        ("a: 1\n\tb: 2\n", 2, "cannot start any token"),
    ],
)
def test_what_is_refused_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(FormatError) as refusal:
        parsed(text)

    assert refusal.value.where == f"a.yaml line {line}"
    assert said in refusal.value.found


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe", b"a: \x00", b"# only a word\n"])
def test_bytes_that_are_no_source_are_refused(junk: bytes) -> None:
    with pytest.raises(FormatError):
        parse_yaml(junk, name="a.yaml", most_bytes=100)


def test_size_and_depth_have_bounds() -> None:
    deep = "[" * (DEEPEST_NESTING + 2) + "]" * (DEEPEST_NESTING + 2)

    with pytest.raises(FormatError, match="nested deeper"):
        parsed(deep)
    with pytest.raises(FormatError, match="at most 10"):
        parse_yaml(b"a: " + b"b" * 10, name="a.yaml", most_bytes=10)


def test_nesting_beyond_all_reason_is_refused_and_no_crash() -> None:
    with pytest.raises(FormatError):
        parsed("[" * 5_000)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_give_a_value_or_a_format_error(junk: bytes) -> None:
    try:
        source = parse_yaml(junk, name="a.yaml", most_bytes=1000)
    except FormatError:
        return
    assert source.lines[""] >= 1
