"""Builders and hypothesis strategies for item records."""

from fractions import Fraction

from hypothesis import strategies as st

from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import TaskId
from question_bank.items.case import Case
from question_bank.items.content import Block, Paragraph, Run
from question_bank.items.item import Item, item_id_of, media_of_item, tasks_in
from question_bank.items.short_answer import ShortAnswer
from question_bank.items.single_choice import SingleChoice
from question_bank.items.spoken_answer import SpokenAnswer
from question_bank.items.tag import Tag
from question_bank.items.task import Task
from question_bank.items.true_false import TrueFalse
from tests.builders.forms import (
    a_case,
    a_key_for,
    a_single_choice,
    contents,
    plain_tasks,
    words,
)

NO_MEDIUM_SHA256 = "0" * 64


def a_record(
    item: Item | None = None,
    *,
    level: str = "初级",
    tags: tuple[str, ...] = ("初级/2.1",),
    sha256: str = NO_MEDIUM_SHA256,
    explanation: str = "因为如此。",
) -> ItemRecord:
    """Return a whole record of the item: keys, explanations, tags, media."""
    shown = a_single_choice() if item is None else item
    tasks = tasks_in(shown)
    media = dict.fromkeys(media_of_item(shown), sha256)
    return ItemRecord(
        level=level,
        item=shown,
        keys={task.task_id: a_key_for(task) for task in tasks},
        explanations={task.task_id: words(explanation) for task in tasks},
        tags={TaskId(item_id_of(shown)): tuple(map(Tag, tags))} if tags else {},
        expected_times_s={tasks[0].task_id: 60},
        transcripts={name: "讲述的文字" for name in media if name.endswith(".opus")},
        media=media,
    )


def a_choice_record(item_id: str, stem: str = "下列说法正确的是") -> ItemRecord:
    """Return a plain item with the stem."""
    task = a_single_choice(item_id)
    return a_record(
        SingleChoice(
            task_id=task.task_id,
            points=Fraction(1),
            stem=words(stem),
            options=task.options,
        )
    )


written_texts = st.one_of(
    st.text(
        alphabet=st.sampled_from("焦虑的人 \n*+_^{}|\\-#:[]!().1a\"'\u2028\ufeff　"),
        min_size=1,
        max_size=25,
    ),
    st.text(
        alphabet=st.characters(exclude_categories=("Cs", "Cc")),
        min_size=1,
        max_size=12,
    ),
)
"""What a spreadsheet or another program may hold: signs of markup and of YAML too."""

written_contents: st.SearchStrategy[tuple[Block, ...]] = st.one_of(
    contents,
    st.lists(
        st.builds(
            Paragraph,
            runs=st.lists(
                st.builds(Run, text=written_texts), min_size=1, max_size=3
            ).map(tuple),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)


def _with_content(
    task: Task | Case, stem: tuple[Block, ...], explanation: tuple[Block, ...]
) -> ItemRecord:
    shown = task if isinstance(task, Case) else _with_stem(task, stem)
    record = a_record(shown)
    task_id = tasks_in(shown)[0].task_id
    return ItemRecord(
        level=record.level,
        item=shown,
        keys=record.keys,
        explanations={task_id: _without_media(explanation)},
        tags=record.tags,
        transcripts=record.transcripts,
        media=record.media,
    )


def _without_media(content: tuple[Block, ...]) -> tuple[Block, ...]:
    kept = tuple(block for block in content if not hasattr(block, "media_name"))
    return kept or words("无")


def _with_stem(task: Task, stem: tuple[Block, ...]) -> Task:
    fields = {name: getattr(task, name) for name in task.__struct_fields__}
    fields["stem"] = stem
    kind = type(task)
    assert issubclass(kind, SingleChoice | TrueFalse | ShortAnswer | SpokenAnswer) or (
        "options" in fields
    )
    return kind(**fields)


records: st.SearchStrategy[ItemRecord] = st.builds(
    _with_content,
    st.one_of(plain_tasks, st.just(a_case()), st.just(a_case(is_one_way=True))),
    written_contents,
    written_contents,
)
"""Items of every kind, with contents of every kind."""
