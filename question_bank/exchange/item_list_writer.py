"""Items as files that authors can read and change, and that read back as they were.

    OUT/初级.yaml, 中级.yaml …      one list a level, docs/guides/author-item-list.md
    OUT/media/                       the pictures and sounds of all of them
    OUT/2/初级.yaml, OUT/2/media/    items that give another meaning to a medium's name

Names of media are the authors' own, so two items may use one name for two pictures;
such items go into a folder of their own rather than under another name. Pure: it says
what each file holds, and writes none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from question_bank.exchange.item_list_records import (
    Estimates,
    Field,
    Fields,
    item_fields,
)
from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.identifiers import ItemId, MediaName

MOST_ITEMS_A_FILE = 2_000
"""So that an editor opens it at once."""

_SHORT = 16
_ODD_BREAKS = frozenset("\r\x85\u2028\u2029")


@dataclass(slots=True, kw_only=True)
class ListFolder:
    """Items whose media names agree: one folder.

    Attributes:
        media: SHA-256 by name.
        transcripts: None where an item shows a sound and has none.
    """

    records: list[ItemRecord] = field(default_factory=list)
    media: dict[MediaName, str] = field(default_factory=dict)
    transcripts: dict[MediaName, str | None] = field(default_factory=dict)

    def takes(self, record: ItemRecord) -> bool:
        """Add the record if its media names mean here what they mean to it."""
        transcripts = {name: record.transcripts.get(name) for name in record.media}
        for name, digest in record.media.items():
            if self.media.get(name, digest) != digest:
                return False
            if self.transcripts.get(name, transcripts[name]) != transcripts[name]:
                return False
        self.records.append(record)
        self.media |= record.media
        self.transcripts |= transcripts
        return True


def list_folders(records: Iterable[ItemRecord]) -> tuple[ListFolder, ...]:
    """Return the records in as few folders as their media names allow, in order."""
    folders = [ListFolder()]
    for record in records:
        if not any(folder.takes(record) for folder in folders):
            folders.append(ListFolder())
            folders[-1].takes(record)
    return tuple(folders)


def item_list_files(
    folder: ListFolder,
    estimates: Estimates,
    enemies: Iterable[tuple[ItemId, ItemId]],
    *,
    most_items: int = MOST_ITEMS_A_FILE,
) -> Iterator[tuple[str, bytes]]:
    """Yield (file name, bytes) of a folder's lists.

    Args:
        estimates: The authors' own, by task id.
        enemies: All that are known; a pair goes where its first item goes.
    """
    by_first: dict[ItemId, list[list[str]]] = {}
    for first, second in enemies:
        by_first.setdefault(first, []).append([first, second])
    by_level: dict[str, list[ItemRecord]] = {}
    for record in folder.records:
        by_level.setdefault(record.level, []).append(record)
    for level, records in by_level.items():
        starts = range(0, len(records), most_items)
        for number, start in enumerate(starts, start=1):
            stem = re.sub(r"[^\w.-]", "_", level)
            name = f"{stem}-{number}.yaml" if len(starts) > 1 else f"{stem}.yaml"
            chunk = records[start : start + most_items]
            pairs = [
                pair
                for record in chunk
                for pair in by_first.get(item_id_of_record(record), [])
            ]
            yield name, item_list_bytes(level, chunk, estimates, pairs)


def item_list_bytes(
    level: str,
    records: Iterable[ItemRecord],
    estimates: Estimates,
    enemies: list[list[str]],
) -> bytes:
    """Return one item list."""
    parts = [_dumped({"level": level}), "items:\n"]
    transcripts: dict[str, str] = {}
    for record in records:
        parts.append(_dumped([item_fields(record, estimates)]))
        transcripts |= {str(k): text for k, text in record.transcripts.items()}
    if transcripts:
        parts.append(_dumped({"transcripts": transcripts}))
    if enemies:
        parts.append(_dumped({"enemies": enemies}))
    return "".join(parts).encode("utf-8")


class _Dumper(yaml.SafeDumper):
    """Every scalar is text, so that none needs quotes for looking like a number."""

    yaml_implicit_resolvers: dict[str, object] = {}  # noqa: RUF012 - PyYAML's own way

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML asks so
        """Write a text that stands twice twice: the reader takes no aliases."""
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if not _ODD_BREAKS.isdisjoint(text):
        style = '"'  # a reader of YAML takes them for line ends
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list_node(dumper: yaml.SafeDumper, found: list[Field]) -> yaml.SequenceNode:
    """Write tags, answers and pairs in one line, everything else an entry a line."""
    is_short = all(isinstance(v, str) and len(v) <= _SHORT for v in found)
    tag = "tag:yaml.org,2002:seq"
    return dumper.represent_sequence(tag, found, flow_style=is_short)


_Dumper.add_representer(str, _text_node)
_Dumper.add_representer(list, _list_node)


def _dumped(value: Fields | Mapping[str, object] | list[Fields]) -> str:
    return str(
        yaml.dump(
            value,
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=float("inf"),
            default_flow_style=False,
        )
    )
