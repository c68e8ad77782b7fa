"""The SQL of an item filter: conditions and the values that are bound to them. Pure."""

import json
from collections.abc import Iterator

from question_bank.bank.item_filter import ItemFilter
from question_bank.bank.version_facts import search_text

Condition = tuple[str, tuple[str | int, ...]]

_HAS_TAG = "v.version_key IN (SELECT g.version_key FROM version_tag AS g"
_HAS_TEXT = """EXISTS (SELECT 1 FROM version_text AS t
    WHERE t.version_key = v.version_key AND instr(t.text, ?) > 0)"""


def conditions(wanted: ItemFilter) -> Iterator[Condition]:
    """Yield conditions on `i` (item) and `v` (its newest version), each with its values."""
    if wanted.level is not None:
        yield "v.level = ?", (wanted.level,)
    if wanted.kinds:
        yield f"v.kind IN {_places(wanted.kinds)}", wanted.kinds
    if wanted.statuses:
        statuses = tuple(status.value for status in wanted.statuses)
        yield f"v.status IN {_places(statuses)}", statuses
    if wanted.item_ids:
        ids = json.dumps(wanted.item_ids)  # one value, however many there are
        yield "i.item_id IN (SELECT value FROM json_each(?))", (ids,)
    if wanted.tag_prefixes:
        yield _tag_condition(wanted.tag_prefixes)
    yield from _number_conditions(wanted)
    yield from _use_conditions(wanted)
    if wanted.text is not None:
        yield (
            _HAS_TEXT,
            (search_text(wanted.text),),
        )


def _places(values: tuple[object, ...]) -> str:
    return f"({', '.join('?' * len(values))})"


def _tag_condition(prefixes: tuple[str, ...]) -> Condition:
    """A prefix ends where a part of a tag ends: 初级/2 is not the start of 初级/21.1.

    What follows a whole part is `.` or `/`, which are neighbours before `0`.
    """
    one = "(g.tag = ? OR (g.tag >= ? AND g.tag < ?))"
    values = tuple(
        value for prefix in prefixes for value in (prefix, f"{prefix}.", f"{prefix}0")
    )
    return (
        f"{_HAS_TAG} WHERE {' OR '.join([one] * len(prefixes))})",
        values,
    )


def _number_conditions(wanted: ItemFilter) -> Iterator[Condition]:
    if wanted.least_difficulty_permille is not None:
        yield "i.difficulty_permille >= ?", (wanted.least_difficulty_permille,)
    if wanted.most_difficulty_permille is not None:
        yield "i.difficulty_permille <= ?", (wanted.most_difficulty_permille,)
    if wanted.is_tagged is not None:
        yield "v.is_tagged = ?", (int(wanted.is_tagged),)
    if wanted.is_explained is not None:
        yield "v.is_explained = ?", (int(wanted.is_explained),)
    if wanted.is_usable is not None:
        word = "NOT NULL" if wanted.is_usable else "IS NULL"
        yield f"i.usable_version_key {word}", ()


def _use_conditions(wanted: ItemFilter) -> Iterator[Condition]:
    used = "(SELECT x.item_key FROM exposure AS x WHERE x.used_on >= ?)"
    if wanted.used_since is not None:
        yield f"i.item_key IN {used}", (wanted.used_since.isoformat(),)
    if wanted.not_used_since is not None:
        yield f"i.item_key NOT IN {used}", (wanted.not_used_since.isoformat(),)
