"""Score the objective tasks of one sitting. Pure, exact: nothing is rounded here.

What people mark (short and spoken answers) is listed with the points that await them.
The same form, keys and record always give the same sheet.
"""

from dataclasses import dataclass
from fractions import Fraction

from question_bank.formats.form import Form, PlacedTask, tasks_of
from question_bank.formats.form_keys import FormKeys, require_keys_of_form
from question_bank.identifiers import FormCode, SectionId, TaskId
from question_bank.items.multiple_choice import MultipleChoice
from question_bank.items.response import Response, is_answered
from question_bank.items.score_line import ScoreLine
from question_bank.items.single_choice import SingleChoice
from question_bank.items.task import response_problem, score_task
from question_bank.items.true_false import TrueFalse
from question_bank.journal.sitting_record import SittingRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingMark:
    """A task that people mark.

    Attributes:
        is_answered: Whether there is anything to mark.
        problem: Why the stored response does not fit the task; None when it does.
    """

    task_id: TaskId
    of_points: Fraction
    is_answered: bool
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """One task of the form with what is known of its points.

    Attributes:
        number: From 1 through the form, as the candidate saw it.
    """

    number: int
    section_id: SectionId
    outcome: ScoreLine | AwaitingMark


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """All tasks of one sitting in the order of the form.

    Attributes:
        objective_points: Sum of the score lines.
        of_objective_points: What the objective tasks are worth.
        awaiting_points: What the answered tasks are worth that people have yet to mark.
        of_points: What the whole form is worth.
        strangers: Task ids in the record that the form does not have, sorted; a form
            and a journal that belong together have none.
    """

    form_code: FormCode
    entries: tuple[SheetEntry, ...]
    objective_points: Fraction
    of_objective_points: Fraction
    awaiting_points: Fraction
    of_points: Fraction
    strangers: tuple[str, ...]

    @property
    def lines(self) -> tuple[ScoreLine, ...]:
        """The objective tasks' lines, in the order of the form."""
        outcomes = (entry.outcome for entry in self.entries)
        return tuple(found for found in outcomes if isinstance(found, ScoreLine))

    @property
    def awaiting(self) -> tuple[AwaitingMark, ...]:
        """The tasks that people mark, in the order of the form."""
        outcomes = (entry.outcome for entry in self.entries)
        return tuple(found for found in outcomes if isinstance(found, AwaitingMark))


def score_objective(form: Form, keys: FormKeys, record: SittingRecord) -> ScoreSheet:
    """Score what the program can score and list what awaits people.

    A response that does not fit its task earns 0 and says so; it is never an error, as
    one broken response must not keep a site from its scores.

    Raises:
        FormatError: the keys are not those of the form.
        ValueError: the record was started on another form.

    Source:
        docs/formats/form.md, "Scoring of objective kinds".
    """
    require_keys_of_form(form, keys)
    if record.started is not None and record.started.form_code != form.form_code:
        raise ValueError(
            f"a sitting of form {record.started.form_code}, not {form.form_code}"
        )
    places = tasks_of(form)
    entries = tuple(
        _entry(place, keys, record.responses.get(place.task.task_id))
        for place in places
    )
    lines = [entry.outcome for entry in entries if isinstance(entry.outcome, ScoreLine)]
    waiting = [
        entry.outcome for entry in entries if isinstance(entry.outcome, AwaitingMark)
    ]
    of_objective = sum((line.of_points for line in lines), Fraction(0))
    return ScoreSheet(
        form_code=form.form_code,
        entries=entries,
        objective_points=sum((line.points for line in lines), Fraction(0)),
        of_objective_points=of_objective,
        awaiting_points=sum(
            (found.of_points for found in waiting if found.is_answered), Fraction(0)
        ),
        of_points=sum((found.of_points for found in waiting), of_objective),
        strangers=tuple(
            sorted(set(record.responses) - {place.task.task_id for place in places})
        ),
    )


def _entry(place: PlacedTask, keys: FormKeys, response: Response | None) -> SheetEntry:
    return SheetEntry(
        number=place.number,
        section_id=place.section.section_id,
        outcome=_outcome(place, keys, response),
    )


def _outcome(
    place: PlacedTask, keys: FormKeys, response: Response | None
) -> ScoreLine | AwaitingMark:
    task = place.task
    if isinstance(task, SingleChoice | MultipleChoice | TrueFalse):
        return score_task(task, keys.keys[task.task_id], response)
    problem = None if response is None else response_problem(task, response)
    return AwaitingMark(
        task_id=task.task_id,
        of_points=task.points,
        is_answered=response is not None and is_answered(response),
        problem=problem,
    )
