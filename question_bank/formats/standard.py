"""The standard (职业技能等级标准) that items are tagged with: levels, domains, tasks.

TOML, so that a bank for another certificate brings its own; a competency may be numbered
without standing in the file, as the public text does not list them all. Pure.

    name = "社会心理服务职业技能等级标准"
    edition = "2021 3.0"
    [[levels]]
    name = "初级"
    [[levels.domains]]
    number = 1
    name = "科普宣教"
    tasks = ["资料收集", "宣教设计", "效果评估"]
"""

import tomllib
from collections.abc import Iterator
from typing import Annotated

import msgspec

from question_bank.errors import FormatError
from question_bank.formats.record import from_plain
from question_bank.items.field_types import Line, Record
from question_bank.items.tag import parse_tag

MOST_STANDARD_BYTES = 1024 * 1024


class Domain(Record, frozen=True, kw_only=True):
    """A work domain (工作领域); its tasks (工作任务) are numbered in their order, from 1."""

    number: Annotated[int, msgspec.Meta(ge=1, le=99)]
    name: Line
    tasks: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=99)]


class Level(Record, frozen=True, kw_only=True):
    """A level of the certificate."""

    name: Annotated[str, msgspec.Meta(pattern=r"\A[^\s/]{1,20}\Z")]
    domains: Annotated[tuple[Domain, ...], msgspec.Meta(min_length=1, max_length=99)]


class Standard(Record, frozen=True, kw_only=True):
    """The whole standard."""

    name: Line
    edition: Line
    levels: Annotated[tuple[Level, ...], msgspec.Meta(min_length=1, max_length=20)]


def parse_standard(untrusted_bytes: bytes, *, name: str = "standard") -> Standard:
    """Parse a standard.

    Raises:
        FormatError: not TOML, not a standard, or two levels or domains of one name.
    """
    if len(untrusted_bytes) > MOST_STANDARD_BYTES:
        raise FormatError(name, f"more than {MOST_STANDARD_BYTES} bytes")
    try:
        plain = tomllib.loads(untrusted_bytes.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise FormatError(name, str(error)) from error
    standard = from_plain(plain, Standard, name=name)
    for problem in _problems(standard):
        raise FormatError(f"{name}.levels", problem)
    return standard


def task_names(standard: Standard, level: str) -> dict[str, str]:
    """Return task code → name of the level's tasks in order, such as `2.1` → its name."""
    return {
        f"{domain.number}.{index}": task
        for found in standard.levels
        if found.name == level
        for domain in found.domains
        for index, task in enumerate(domain.tasks, start=1)
    }


def domain_names(standard: Standard, level: str) -> dict[str, str]:
    """Return domain code → name of the level's domains in order."""
    return {
        str(domain.number): domain.name
        for found in standard.levels
        if found.name == level
        for domain in found.domains
    }


def has_tag(standard: Standard, tag: str) -> bool:
    """Return whether the tag's level, domain and task stand in the standard."""
    parts = parse_tag(tag)
    return parts.task_code in task_names(standard, parts.level)


def _problems(standard: Standard) -> Iterator[str]:
    names = [level.name for level in standard.levels]
    if len(set(names)) != len(names):
        yield "two levels have the same name"
    for level in standard.levels:
        numbers = [domain.number for domain in level.domains]
        if len(set(numbers)) != len(numbers):
            yield f"two domains of {level.name} have the same number"
