"""Rubric blocks of a QTI item into the rubric of an open task."""

from fractions import Fraction

from question_bank.exchange.qti_content import ContentReader
from question_bank.exchange.qti_runs import Piece, runs_of
from question_bank.exchange.qti_telling import Telling
from question_bank.exchange.qti_words import (
    CLASS_ACCEPTABLE,
    CLASS_MODEL_ANSWER,
    CLASS_POINT_TEXT,
    CLASS_SCORING_POINTS,
    CLASS_WRONG_IDEAS,
    DATA_PREFIX,
    as_points,
    exact_number,
)
from question_bank.exchange.qti_xml import Node
from question_bank.items.content import Block, Paragraph, plain_text
from question_bank.items.rubric import Rubric, ScoringPoint

_MOST_POINT_TEXT = 1000


def is_for_scorers(block: Node) -> bool:
    """Return whether a rubric block is one for those who mark."""
    views = block.attributes.get("view", "").split()
    return "scorer" in views and "candidate" not in views


def read_rubric(
    blocks: tuple[Node, ...],
    correct: str | None,
    points: Fraction,
    reader: ContentReader,
    telling: Telling,
) -> Rubric | None:
    """Return the rubric that the blocks and the declared answer give.

    Blocks of our own writer come back as they were. Others become one scoring point
    that is worth everything, and that is told; where nothing is said, nothing is made up.
    """
    for block in blocks:
        if _with_class(block, CLASS_SCORING_POINTS) is not None:
            return _own(block, reader)
    shown = tuple(part for block in blocks for part in reader.words(block))
    said = plain_text(shown).strip()
    answer = _paragraphs(correct) if correct else ()
    if not shown and not answer:
        return None
    text = said or (correct or "").strip()
    if len(text) > _MOST_POINT_TEXT:
        text = "按参考答案中的评分标准评分（score by the rubric in the model answer）"
        answer = (*answer, *shown) if said else answer
    telling.note(
        "RUBRIC_AS_ONE_POINT",
        blocks[0] if blocks else None,
        "评分标准作为一个采分点导入，请拆分为各采分点",
        "the rubric came in as one scoring point; split it into its points",
    )
    one = ScoringPoint(point_id="1", points=points, text=text)
    return Rubric(model_answer=answer or shown, scoring_points=(one,))


def _paragraphs(text: str) -> tuple[Block, ...]:
    runs = runs_of([Piece(text=text, marks=())])
    return (Paragraph(runs=runs),) if runs else ()


def _own(block: Node, reader: ContentReader) -> Rubric:
    model = _with_class(block, CLASS_MODEL_ANSWER)
    points = _with_class(block, CLASS_SCORING_POINTS)
    wrong = _with_class(block, CLASS_WRONG_IDEAS)
    return Rubric(
        model_answer=() if model is None else reader.words(model),
        scoring_points=() if points is None else tuple(map(_point, points.named("li"))),
        wrong_ideas=() if wrong is None else _entries(wrong),
    )


def _point(entry: Node) -> ScoringPoint:
    words = _with_class(entry, CLASS_POINT_TEXT)
    more = _with_class(entry, CLASS_ACCEPTABLE)
    stated = exact_number(entry.attributes.get(f"{DATA_PREFIX}points", ""))
    points = None if stated is None else as_points(stated)
    return ScoringPoint(
        point_id=entry.attributes.get(f"{DATA_PREFIX}point", ""),
        points=Fraction(0) if points is None else points,
        text="" if words is None else words.text(),
        acceptable_wordings=() if more is None else _entries(more),
    )


def _entries(node: Node) -> tuple[str, ...]:
    return tuple(entry.text() for entry in node.named("li"))


def _with_class(node: Node, name: str) -> Node | None:
    return next(
        (
            below
            for below in node.inside()
            if name in below.attributes.get("class", "").split()
        ),
        None,
    )
