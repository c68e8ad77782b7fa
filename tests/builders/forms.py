"""Builders and hypothesis strategies for items, forms and keys."""

from fractions import Fraction

from hypothesis import strategies as st

from question_bank.formats.form import Form, Section, tasks_of
from question_bank.formats.form_keys import FormKeys
from question_bank.identifiers import (
    FormCode,
    ItemId,
    MediaName,
    OptionId,
    SceneId,
    SectionId,
    TaskId,
)
from question_bank.items.case import Case, Scene
from question_bank.items.content import (
    Block,
    BulletList,
    Image,
    Mark,
    Paragraph,
    Run,
    Sound,
    Table,
)
from question_bank.items.multiple_choice import (
    Credit,
    MultipleChoice,
    MultipleChoiceKey,
)
from question_bank.items.option import Option
from question_bank.items.response import OptionsResponse
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice, SingleChoiceKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.task import Task, TaskKey
from question_bank.items.true_false import TrueFalse, TrueFalseKey

ALL_OPTION_IDS = tuple(OptionId(letter) for letter in "abcdefgh")


def words(text: str) -> tuple[Block, ...]:
    return (Paragraph(runs=(Run(text=text),)),)


def some_options(ids: tuple[str, ...] | str) -> tuple[Option, ...]:
    return tuple(
        Option(option_id=OptionId(found), content=words(f"选项{found}"))
        for found in ids
    )


def chosen(*ids: str) -> OptionsResponse:
    return OptionsResponse(option_ids=tuple(sorted(ids)))


def a_single_choice(
    task_id: str = "s1", *, points: str = "2", options: str = "abcd"
) -> SingleChoice:
    return SingleChoice(
        task_id=TaskId(task_id),
        points=Fraction(points),
        stem=words("下列说法正确的是"),
        options=some_options(options),
    )


def a_multiple_choice(
    task_id: str = "m1",
    *,
    points: str = "2",
    options: str = "abcde",
    credit: Credit = Credit.PARTIAL,
) -> MultipleChoice:
    return MultipleChoice(
        task_id=TaskId(task_id),
        points=Fraction(points),
        stem=words("下列说法正确的有"),
        options=some_options(options),
        credit=credit,
    )


def a_multiple_choice_key(*ids: str) -> MultipleChoiceKey:
    return MultipleChoiceKey(
        correct_options=tuple(OptionId(found) for found in sorted(ids))
    )


def a_true_false(task_id: str = "t1", *, points: str = "1") -> TrueFalse:
    return TrueFalse(
        task_id=TaskId(task_id), points=Fraction(points), stem=words("是这样的。")
    )


def a_short_answer(
    task_id: str = "q1", *, points: str = "8", most_characters: int = 200
) -> ShortAnswer:
    return ShortAnswer(
        task_id=TaskId(task_id),
        points=Fraction(points),
        stem=words("简述理由。"),
        most_characters=most_characters,
    )


def a_spoken_answer(
    task_id: str = "v1", *, points: str = "10", most_takes: int | None = 2
) -> SpokenAnswer:
    return SpokenAnswer(
        task_id=TaskId(task_id),
        points=Fraction(points),
        stem=words("请说一说。"),
        preparation_s=30,
        answer_s=90,
        most_takes=most_takes,
    )


def a_rubric(points: str = "8") -> Rubric:
    return Rubric(
        model_answer=words("参考答案"),
        scoring_points=(
            ScoringPoint(
                point_id="p1",
                points=Fraction(points),
                text="要点",
                acceptable_wordings=("也可以这样说",),
            ),
        ),
        wrong_ideas=("常见的错误想法",),
    )


def a_key_for(task: Task) -> TaskKey:
    match task:
        case SingleChoice():
            return SingleChoiceKey(correct_option=task.options[0].option_id)
        case MultipleChoice():
            ids = sorted(option.option_id for option in task.options)
            return MultipleChoiceKey(correct_options=tuple(ids[:-1]))
        case TrueFalse():
            return TrueFalseKey(is_true=True)
        case ShortAnswer():
            return ShortAnswerKey(rubric=a_rubric(str(task.points)))
        case SpokenAnswer():
            return SpokenAnswerKey(rubric=a_rubric(str(task.points)))


def a_case(case_id: str = "c1", *, is_one_way: bool = False) -> Case:
    picture = Image(media_name=MediaName("chart.png"), alt_text="一幅图")
    voice = Sound(media_name=MediaName("voice.opus"), label="讲述", most_plays=2)
    table = Table(
        rows=(((Run(text="日期"),), (Run(text="分数"),)), ((Run(text="周一"),), ()))
    )
    return Case(
        item_id=ItemId(case_id),
        title="一个案例",
        stem=words("背景"),
        is_one_way=is_one_way,
        scenes=(
            Scene(
                scene_id=SceneId(f"{case_id}-one"),
                title="场景一",
                content=(*words("见面"), voice),
                tasks=(a_single_choice(f"{case_id}-1"),),
            ),
            Scene(
                scene_id=SceneId(f"{case_id}-two"),
                title="场景二",
                content=(picture, table),
                tasks=(
                    a_short_answer(f"{case_id}-2"),
                    a_spoken_answer(f"{case_id}-3"),
                ),
            ),
        ),
    )


def a_form(*, code: str = "A") -> Form:
    """Return a form with a task of every kind, in two sections."""
    return Form(
        form_code=FormCode(code),
        title="一份试卷",
        level="初级",
        sections=(
            Section(
                section_id=SectionId("choices"),
                title="一、选择题",
                instructions=words("选对得分。"),
                is_one_way=False,
                time_limit_ms=None,
                items=(a_single_choice(), a_multiple_choice(), a_true_false()),
            ),
            Section(
                section_id=SectionId("open"),
                title="二、简答与案例",
                instructions=(),
                is_one_way=True,
                time_limit_ms=3_600_000,
                items=(a_short_answer(), a_spoken_answer(), a_case()),
            ),
        ),
    )


def keys_for(form: Form) -> FormKeys:
    tasks = [place.task for place in tasks_of(form)]
    return FormKeys(
        form_code=form.form_code,
        keys={task.task_id: a_key_for(task) for task in tasks},
        explanations={tasks[0].task_id: words("因为如此。")},
        tags={ItemId(tasks[0].task_id): ("初级/2.1",)},
        transcripts={MediaName("voice.opus"): "讲述的文字"},
    )


# ---------------------------------------------------------------- strategies

texts = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12
)
points = st.fractions(min_value=Fraction(1, 10), max_value=20, max_denominator=12)
mark_sets = st.sampled_from(
    [(), (Mark.STRONG,), (Mark.STRONG, Mark.EMPHASIS), (Mark.UNDERLINE,), (Mark.SUP,)]
)
runs = st.lists(
    st.builds(Run, text=texts, marks=mark_sets), min_size=1, max_size=3
).map(tuple)


def _table(columns: int, rows: list[list[tuple[Run, ...]]]) -> Table:
    return Table(header_rows=1, rows=tuple(tuple(row[:columns]) for row in rows))


tables = st.builds(
    _table,
    st.integers(1, 3),
    st.lists(st.lists(runs, min_size=3, max_size=3), min_size=2, max_size=3),
)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, runs=runs),
    st.builds(
        BulletList,
        is_numbered=st.booleans(),
        entries=st.lists(runs, min_size=1, max_size=3).map(tuple),
    ),
    tables,
    st.builds(Image, media_name=st.just(MediaName("a.png")), alt_text=texts),
    st.builds(
        Sound,
        media_name=st.just(MediaName("a.flac")),
        label=texts,
        most_plays=st.none() | st.integers(1, 20),
    ),
)
contents = st.lists(blocks, min_size=1, max_size=3).map(tuple)


def _form_of(tasks: list[Task], case: Case | None) -> Form:
    section = Section(
        section_id=SectionId("all"),
        title="全部",
        instructions=(),
        is_one_way=False,
        time_limit_ms=None,
        items=(*tasks, *((case,) if case else ())),
    )
    return Form(form_code=FormCode("Z9"), title="卷", level="初级", sections=(section,))


def _with_stem(task: Task, stem: tuple[Block, ...], worth: Fraction) -> Task:
    match task:
        case SingleChoice():
            return SingleChoice(
                task_id=task.task_id, points=worth, stem=stem, options=task.options
            )
        case MultipleChoice():
            return MultipleChoice(
                task_id=task.task_id,
                points=worth,
                stem=stem,
                options=task.options,
                credit=task.credit,
            )
        case TrueFalse():
            return TrueFalse(task_id=task.task_id, points=worth, stem=stem)
        case ShortAnswer():
            return ShortAnswer(
                task_id=task.task_id, points=worth, stem=stem, most_characters=50
            )
        case SpokenAnswer():
            return SpokenAnswer(
                task_id=task.task_id,
                points=worth,
                stem=stem,
                preparation_s=0,
                answer_s=60,
            )


plain_tasks: st.SearchStrategy[Task] = st.builds(
    _with_stem,
    st.sampled_from(
        [
            a_single_choice(),
            a_multiple_choice(),
            a_multiple_choice("m2", credit=Credit.EXACT),
            a_true_false(),
            a_short_answer(),
            a_spoken_answer(),
        ]
    ),
    st.sampled_from([words("甲"), (*words("乙"), *a_case().scenes[1].content)]),
    points,
)
forms = st.builds(
    _form_of,
    st.lists(plain_tasks, min_size=1, max_size=3, unique_by=lambda t: t.task_id),
    st.none() | st.just(a_case()),
)
