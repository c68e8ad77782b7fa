"""One item record as a QTI 3 item document. Pure.

The order of elements: declarations of responses, then of outcomes, body, catalogs,
response processing, modal feedback.

Source:
    AssessmentItemDType of QTI 3.0, as other programs generated it, partly from memory
    (decision 0236); response processing templates.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import assert_never

from lxml import etree

from question_bank.exchange.qti_words import (
    CLASS_ACCEPTABLE,
    CLASS_CASE_STEM,
    CLASS_MODEL_ANSWER,
    CLASS_POINT_TEXT,
    CLASS_SCENE,
    CLASS_SCENE_CONTENT,
    CLASS_SCORING_POINTS,
    CLASS_TASK,
    CLASS_WRONG_IDEAS,
    DATA_PREFIX,
    EXPLANATION,
    decimal_text,
    qti_identifier,
)
from question_bank.exchange.qti_write_content import (
    ContentWriter,
    Element,
    add,
    element,
    runs_element,
)
from question_bank.exchange.qti_write_scoring import (
    Answered,
    outcome,
    response_declaration,
    response_processing,
)
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import MediaName
from question_bank.items.case import Case
from question_bank.items.content import Run, plain_text
from question_bank.items.item import Item, item_id_of, tasks_in
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.option import Option
from question_bank.items.rubric import Rubric, ScoringPoint
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.single_choice import SingleChoice
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.task import Task
from question_bank.items.true_false import TrueFalse

_LONGEST_TITLE = 60
_TRUE, _FALSE = ("true", "正确"), ("false", "错误")
_RECORDINGS = "audio/flac audio/ogg audio/wav"


def qti_item_bytes(record: ItemRecord, href_of: Callable[[MediaName], str]) -> bytes:
    """Return the item document.

    Args:
        href_of: Where a medium lies, seen from the document.

    Raises:
        ValueError: a text has a character that XML cannot hold.
    """
    item = _ItemWriting(record, href_of).element()
    for child in item:
        child.tail = "\n"
    item.text = "\n"
    etree.cleanup_namespaces(item)
    return etree.tostring(item, xml_declaration=True, encoding="UTF-8")


class _ItemWriting:
    """One item while it is written."""

    def __init__(self, record: ItemRecord, href_of: Callable[[MediaName], str]) -> None:
        self._record = record
        self._catalogs = {
            name: f"transcript-{number}"
            for number, name in enumerate(sorted(record.transcripts), start=1)
        }
        self._writer = ContentWriter(href_of, self._catalogs)
        item = record.item
        is_case = isinstance(item, Case)
        self._answered = tuple(
            Answered(
                response=f"RESPONSE_{number}" if is_case else "RESPONSE",
                task=task,
                key=record.keys[task.task_id],
            )
            for number, task in enumerate(tasks_in(item), start=1)
        )

    def element(self) -> Element:
        item = self._record.item
        is_case = isinstance(item, Case)
        body = self._case(item) if isinstance(item, Case) else self._plain()
        made = element(
            "qti-assessment-item",
            {
                "identifier": qti_identifier(item_id_of(item)),
                "title": _title(item),
                "adaptive": "false",
                "time-dependent": "false",
            },
        )
        for part in self._declarations(is_case=is_case):
            add(made, part)
        add(made, body)
        if self._catalogs:
            add(made, self._catalog_info())
        processing = response_processing(self._answered, is_case=is_case)
        if processing is not None:
            add(made, processing)
        for part in self._feedback():
            add(made, part)
        return made

    # --- declarations

    def _declarations(self, *, is_case: bool) -> Iterator[Element]:
        for answered in self._answered:
            yield response_declaration(answered)
        for response in self._writer.limited:
            yield element(
                "qti-response-declaration",
                {
                    "identifier": response,
                    "cardinality": "single",
                    "base-type": "integer",
                },
            )
        total = sum((found.task.points for found in self._answered), Fraction(0))
        by_people = any(_is_open(found.task) for found in self._answered)
        yield outcome("SCORE", total, is_human=by_people and not is_case)
        yield element(
            "qti-outcome-declaration",
            {"identifier": "MAXSCORE", "cardinality": "single", "base-type": "float"},
            element(
                "qti-default-value",
                None,
                element("qti-value", None, decimal_text(total)),
            ),
        )
        if is_case:
            for found in self._answered:
                yield outcome(
                    f"SCORE_{found.response}",
                    found.task.points,
                    is_human=_is_open(found.task),
                )
        if self._record.explanations:
            values = (
                element("qti-value", None, f"{EXPLANATION}_{found.response}")
                for found in self._explained()
            )
            yield element(
                "qti-outcome-declaration",
                {
                    "identifier": "FEEDBACK",
                    "cardinality": "multiple",
                    "base-type": "identifier",
                },
                element("qti-default-value", None, *values),
            )

    def _explained(self) -> Iterator[Answered]:
        return (
            found
            for found in self._answered
            if found.task.task_id in self._record.explanations
        )

    # --- body

    def _plain(self) -> Element:
        return element("qti-item-body", None, *self._task(self._answered[0], None))

    def _case(self, case: Case) -> Element:
        body = element("qti-item-body", {f"{DATA_PREFIX}title": case.title})
        if case.is_one_way:
            body.set(f"{DATA_PREFIX}one-way", "true")
        if case.stem:
            stem = self._writer.blocks(case.stem, can_interact=True)
            add(body, element("div", {"class": CLASS_CASE_STEM}, *stem))
        by_id = {found.task.task_id: found for found in self._answered}
        for scene in case.scenes:
            content = self._writer.blocks(scene.content, can_interact=True)
            attributes = {
                "class": CLASS_SCENE,
                f"{DATA_PREFIX}scene": scene.scene_id,
                f"{DATA_PREFIX}title": scene.title,
            }
            made = element("div", attributes, element("h2", None, scene.title))
            add(made, element("div", {"class": CLASS_SCENE_CONTENT}, *content))
            for task in scene.tasks:
                parts = self._task(by_id[task.task_id], task.task_id)
                add(made, element("div", {"class": CLASS_TASK}, *parts))
            add(body, made)
        return body

    def _task(self, answered: Answered, task_id: str | None) -> Iterator[Element]:
        task = answered.task
        yield from self._writer.blocks(task.stem, can_interact=True)
        interaction = self._interaction(answered)
        if task_id is not None:
            interaction.set(f"{DATA_PREFIX}task", task_id)
        yield interaction
        if isinstance(answered.key, ShortAnswerKey | SpokenAnswerKey):
            yield self._rubric(answered.key.rubric)

    def _interaction(self, answered: Answered) -> Element:
        task = answered.task
        common = {"response-identifier": answered.response}
        match task:
            case SingleChoice() | MultipleChoice():
                return self._choice(task, common)
            case TrueFalse():
                return element(
                    "qti-choice-interaction",
                    common
                    | {
                        "max-choices": "1",
                        "shuffle": "false",
                        f"{DATA_PREFIX}kind": "true_false",
                    },
                    *(
                        element("qti-simple-choice", {"identifier": identifier}, words)
                        for identifier, words in (_TRUE, _FALSE)
                    ),
                )
            case ShortAnswer():
                most = str(task.most_characters)
                return element(
                    "qti-extended-text-interaction",
                    common
                    | {
                        "expected-length": most,
                        "format": "plain",
                        f"{DATA_PREFIX}most-characters": most,
                    },
                )
            case SpokenAnswer():
                times = {
                    f"{DATA_PREFIX}preparation-s": str(task.preparation_s),
                    f"{DATA_PREFIX}answer-s": str(task.answer_s),
                }
                if task.most_takes is not None:
                    times[f"{DATA_PREFIX}most-takes"] = str(task.most_takes)
                return element(
                    "qti-upload-interaction", common | {"type": _RECORDINGS} | times
                )
            case _:
                assert_never(task)

    def _choice(
        self, task: SingleChoice | MultipleChoice, common: dict[str, str]
    ) -> Element:
        is_single = isinstance(task, SingleChoice)
        attributes = common | {
            "max-choices": "1" if is_single else "0",
            "shuffle": "false" if task.keeps_option_order else "true",
            f"{DATA_PREFIX}kind": "single_choice" if is_single else "multiple_choice",
        }
        if isinstance(task, MultipleChoice):
            attributes[f"{DATA_PREFIX}credit"] = task.credit.value
        return element(
            "qti-choice-interaction", attributes, *map(self._option, task.options)
        )

    def _option(self, option: Option) -> Element:
        return element(
            "qti-simple-choice",
            {"identifier": qti_identifier(option.option_id)},
            *self._writer.blocks(option.content),
        )

    # --- what candidates must not see

    def _rubric(self, rubric: Rubric) -> Element:
        content = element(
            "qti-content-body",
            None,
            element(
                "div",
                {"class": CLASS_MODEL_ANSWER},
                *self._writer.blocks(rubric.model_answer),
            ),
            element(
                "ol",
                {"class": CLASS_SCORING_POINTS},
                *map(_scoring_point, rubric.scoring_points),
            ),
        )
        if rubric.wrong_ideas:
            add(content, _entries(CLASS_WRONG_IDEAS, rubric.wrong_ideas))
        return element(
            "qti-rubric-block", {"view": "scorer", "use": "scoring"}, content
        )

    def _catalog_info(self) -> Element:
        return element(
            "qti-catalog-info",
            None,
            *(
                element(
                    "qti-catalog",
                    {"id": catalog},
                    element(
                        "qti-card",
                        {"support": "transcript"},
                        element(
                            "qti-html-content",
                            None,
                            _kept(self._record.transcripts[name]),
                        ),
                    ),
                )
                for name, catalog in self._catalogs.items()
            ),
        )

    def _feedback(self) -> Iterator[Element]:
        for found in self._explained():
            blocks = self._writer.blocks(self._record.explanations[found.task.task_id])
            yield element(
                "qti-modal-feedback",
                {
                    "outcome-identifier": "FEEDBACK",
                    "show-hide": "show",
                    "identifier": f"{EXPLANATION}_{found.response}",
                    f"{DATA_PREFIX}response": found.response,
                },
                element("qti-content-body", None, *blocks),
            )


def _scoring_point(point: ScoringPoint) -> Element:
    made = element(
        "li",
        {
            f"{DATA_PREFIX}point": point.point_id,
            f"{DATA_PREFIX}points": decimal_text(point.points),
        },
        element("span", {"class": CLASS_POINT_TEXT}, point.text),
        f"（{point.points}分）",
    )
    if point.acceptable_wordings:
        add(made, _entries(CLASS_ACCEPTABLE, point.acceptable_wordings))
    return made


def _entries(name: str, lines: tuple[str, ...]) -> Element:
    return element(
        "ul", {"class": name}, *(element("li", None, line) for line in lines)
    )


def _kept(text: str) -> Element:
    return runs_element("p", (Run(text=text),))


def _is_open(task: Task) -> bool:
    return isinstance(task, ShortAnswer | SpokenAnswer)


def _title(item: Item) -> str:
    if isinstance(item, Case):
        return item.title
    words = " ".join(plain_text(item.stem).split())
    return words[:_LONGEST_TITLE] or item.task_id
