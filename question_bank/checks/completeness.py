"""What belongs to an item beside its text: explanation, rubric, tags, estimates, times. Pure."""

from collections.abc import Iterator
from fractions import Fraction

from question_bank.checks.checked_item import (
    CheckedItem,
    CheckedTask,
    checked_tasks,
    text_length,
    words_of,
)
from question_bank.formats.item_record import tags_of_task
from question_bank.formats.standard import Standard, has_tag
from question_bank.items.content import Sound
from question_bank.items.estimate import ONE, EstimateOrigin, TaskEstimate
from question_bank.items.finding import Finding, Severity
from question_bank.items.item import contents_of
from question_bank.items.rubric import Rubric
from question_bank.items.score_line import Wording
from question_bank.items.short_answer import ShortAnswer, ShortAnswerKey
from question_bank.items.spoken_answer import SpokenAnswer, SpokenAnswerKey
from question_bank.items.unwritten_rubric import is_unwritten

MOST_DIFFICULTY_GAP_PERMILLE = 200
"""Between the author's guess and what candidates did; beyond it the item surprised."""

LEAST_DISCRIMINATION_PERMILLE = 150
"""Below, an item tells strong and weak candidates apart no better than chance would."""

FEWEST_RESPONSES = 100
"""Fewer say nothing about an author's guess."""

FASTEST_CHARACTERS_A_SECOND = 12
"""No candidate reads and decides faster; silent reading of Chinese is 5–8 a second."""

SLOWEST_S = 1800
"""For one task."""

_Told = tuple[str, Severity, Wording, float | None]


def completeness_findings(
    item: CheckedItem, standard: Standard | None = None
) -> Iterator[Finding]:
    """Yield what is missing or implausible; tags are compared if a standard is given."""
    for task in checked_tasks(item.record):
        told = (
            *_explanation(item, task),
            *_rubric(task),
            *_tags(item, task),
            *_estimates(item, task),
            *_time(item, task),
        )
        for code, severity, wording, measure in told:
            yield item.found(
                code, severity, wording, column=task.column, measure=measure
            )
    yield from _unknown_tags(item, standard)
    yield from _transcripts(item)


def _explanation(item: CheckedItem, task: CheckedTask) -> Iterator[_Told]:
    content = item.record.explanations.get(task.task.task_id, ())
    if not words_of(content).strip():
        yield (
            "EXPLANATION_MISSING",
            Severity.WARNING,
            Wording("没有解析", "there is no explanation"),
            None,
        )


def _rubric(task: CheckedTask) -> Iterator[_Told]:
    if not isinstance(task.task, ShortAnswer | SpokenAnswer):
        return
    if not isinstance(task.key, ShortAnswerKey | SpokenAnswerKey):
        yield (
            "RUBRIC_MISSING",
            Severity.ERROR,
            Wording("没有评分标准", "there is no rubric"),
            None,
        )
        return
    rubric: Rubric = task.key.rubric
    if is_unwritten(rubric):
        yield (
            "RUBRIC_UNWRITTEN",
            Severity.ERROR,
            Wording(
                "评分标准还没有编写：请写出采分点和参考答案，重新导入后再审题",
                "the rubric has yet to be written: write scoring points and a model "
                "answer, import the item again, then have it reviewed",
            ),
            None,
        )
        return
    worth = sum((point.points for point in rubric.scoring_points), Fraction(0))
    if worth < task.task.points:
        yield (
            "RUBRIC_POINTS",
            Severity.ERROR,
            Wording(
                f"采分点共 {worth} 分，少于本题 {task.task.points} 分",
                f"the scoring points are worth {worth}, less than the task's "
                f"{task.task.points}",
            ),
            float(worth),
        )
    bare = [
        point.point_id
        for point in rubric.scoring_points
        if not point.acceptable_wordings
    ]
    if bare:
        yield (
            "RUBRIC_WORDINGS",
            Severity.NOTE,
            Wording(
                f"采分点 {'、'.join(bare)} 没有可接受的其他说法",
                f"scoring points {', '.join(bare)} have no other acceptable wordings",
            ),
            float(len(bare)),
        )


def _tags(item: CheckedItem, task: CheckedTask) -> Iterator[_Told]:
    if not tags_of_task(item.record, task.task.task_id):
        yield (
            "UNTAGGED",
            Severity.WARNING,
            Wording(
                "没有标注工作任务，按细目表组卷时选不到",
                "there is no tag of the standard; no blueprint can choose it",
            ),
            None,
        )


def _unknown_tags(item: CheckedItem, standard: Standard | None) -> Iterator[Finding]:
    if standard is None:
        return
    tags = {tag for own in item.record.tags.values() for tag in own}
    for tag in sorted(tags):
        if not has_tag(standard, tag):
            yield item.found(
                "TAG_UNKNOWN",
                Severity.ERROR,
                Wording(
                    f"标准“{standard.name}”里没有 {tag}",
                    f"the standard {standard.name} has no {tag}",
                ),
            )


def _estimates(item: CheckedItem, task: CheckedTask) -> Iterator[_Told]:
    own = [one for one in item.estimates if one.task_id == task.task.task_id]
    if not own:
        yield (
            "DIFFICULTY_UNKNOWN",
            Severity.WARNING,
            Wording("没有难度估计", "there is no estimate of its difficulty"),
            None,
        )
    for empirical in own:
        if empirical.origin is EstimateOrigin.AUTHOR or not _says_something(empirical):
            continue
        for guess in own:
            if guess.origin is EstimateOrigin.AUTHOR:
                yield from _gap(guess, empirical)
        yield from _discrimination(empirical)


def _says_something(empirical: TaskEstimate) -> bool:
    return empirical.responses is None or empirical.responses >= FEWEST_RESPONSES


def _gap(guess: TaskEstimate, empirical: TaskEstimate) -> Iterator[_Told]:
    gap = empirical.difficulty_permille - guess.difficulty_permille
    if abs(gap) > MOST_DIFFICULTY_GAP_PERMILLE:
        said, was = (one.difficulty_permille / ONE for one in (guess, empirical))
        yield (
            "DIFFICULTY_MISFIT",
            Severity.WARNING,
            Wording(
                f"作者估计难度 {said:.2f}，实测 {was:.2f}，请检查题目和答案",
                f"the author expected {said:.2f}, candidates earned {was:.2f}; look at "
                "the item and its key",
            ),
            gap / ONE,
        )


def _discrimination(empirical: TaskEstimate) -> Iterator[_Told]:
    found = empirical.discrimination_permille
    if found is not None and found < LEAST_DISCRIMINATION_PERMILLE:
        yield (
            "DISCRIMINATION_LOW",
            Severity.WARNING,
            Wording(
                f"实测区分度 {found / ONE:.2f}，过低，请检查答案是否有争议",
                f"the discrimination found is {found / ONE:.2f}, too low; is its key "
                "open to dispute?",
            ),
            found / ONE,
        )


def _time(item: CheckedItem, task: CheckedTask) -> Iterator[_Told]:
    expected = item.record.expected_times_s.get(task.task.task_id)
    if expected is None:
        return
    characters = text_length(task.stem + "".join(task.options.values()))
    least = characters // FASTEST_CHARACTERS_A_SECOND
    most = SLOWEST_S
    if isinstance(task.task, SpokenAnswer):
        most = max(most, 2 * (task.task.preparation_s + task.task.answer_s))
    if not least <= expected <= most:
        yield (
            "TIME_IMPLAUSIBLE",
            Severity.WARNING,
            Wording(
                f"预计用时 {expected} 秒不合理（{characters} 字，应在 {least}～{most} 秒之间）",
                f"an expected time of {expected} s is implausible for {characters} "
                f"characters; between {least} and {most} s",
            ),
            float(expected),
        )


def _transcripts(item: CheckedItem) -> Iterator[Finding]:
    sounds = {
        str(block.media_name)
        for content in contents_of(item.record.item)
        for block in content
        if isinstance(block, Sound)
    }
    for name in sorted(sounds - set(map(str, item.record.transcripts))):
        yield item.found(
            "TRANSCRIPT_MISSING",
            Severity.WARNING,
            Wording(
                f"音频 {name} 没有文字稿，阅卷人和听障考生需要",
                f"the sound {name} has no transcript; markers and hard-of-hearing "
                "candidates need it",
            ),
            column=name,
        )
