"""A robot candidate: a person, a plan of answers, and the seat where they sit now.

`seen_saved` is what any of the candidate's seats ever showed as saved: the outside ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.answer_plans import Response, Task, planned_responses, read_tasks
from tests.journeys.people import Person
from tests.journeys.processes import JourneyError
from tests.journeys.seat_process import SeatProcess, wait_all_saved


@dataclass(kw_only=True)
class Candidate:
    """One candidate's exam day. For one thread at a time.

    Attributes:
        plan: Name of a plan in `answer_plans.PLANS`.
        entered: Task → what was entered last.
        receipt_code: As the seat showed it; "" before the hand-in.
    """

    person: Person
    plan: str
    seat: SeatProcess
    tasks: tuple[Task, ...]
    planned: dict[str, Response]
    entered: dict[str, Response] = field(default_factory=dict)
    receipt_code: str = ""
    earlier_ledgers: list[dict[str, Response]] = field(default_factory=list)

    @property
    def seen_saved(self) -> dict[str, Response]:
        """Task → the last response that a screen showed as saved."""
        found: dict[str, Response] = {}
        for ledger in (*self.earlier_ledgers, self.seat.ledger):
            found.update(ledger)
        return found

    def task(self, task_id: str) -> Task:
        """Return one task of the form."""
        return next(task for task in self.tasks if task.task_id == task_id)

    def answer(self, task_ids: Iterable[str]) -> None:
        """Go to tasks one by one and enter what the plan says.

        Raises:
            JourneyError: the seat did not do as it must.
        """
        for task_id in task_ids:
            self.seat.go_to(task_id)
            if task_id in self.planned:
                self._enter(self.task(task_id), self.planned[task_id])

    def _enter(self, task: Task, response: Response) -> None:
        if "text" in response:
            self.seat.write(response["text"])
        elif "truth" in response:
            self.seat.judge(is_true=response["truth"])
        else:
            self.seat.choose(*response["options"])
        self.entered[task.task_id] = response
        if self.seat.shown["response"] != response:
            told = self.seat.shown["response"]
            raise JourneyError(f"{task.task_id}: entered {response}, shown {told}")

    def change_mind(self) -> None:
        """Choose something else on the first single choice; `answer` then changes it."""
        for task in self.tasks:
            if task.kind == "single_choice" and task.task_id in self.planned:
                wanted = self.planned[task.task_id]["options"]
                other = next(x for x in task.options if x not in wanted)
                self.seat.go_to(task.task_id)
                self.seat.choose(other)
                return

    def wait_saved(self) -> None:
        """Wait until the task on the screen is shown as saved."""
        wait_all_saved(self.seat)

    def sit_elsewhere(self, seat: SeatProcess) -> None:
        """Go to another computer; what the old one showed stays in the ledger."""
        self.earlier_ledgers.append(self.seat.ledger)
        self.seat = seat


def make_candidate(
    person: Person, plan: str, seat: SeatProcess, package_source: Path
) -> Candidate:
    """Return a candidate with the form that the roster gives them."""
    tasks = read_tasks(package_source / f"form-{person.form_code}.yaml")
    return Candidate(
        person=person,
        plan=plan,
        seat=seat,
        tasks=tasks,
        planned=planned_responses(plan, tasks),
    )
