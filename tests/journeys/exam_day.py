"""An exam day in small, with real programs: `make demo`.

First the authors: items into a bank, reviewed, approved, assembled, sealed (`bank_day`).
Then six candidates at six kiosk processes, a server process, a proctor; crashes on the way.
Ends with 0 only if everything that was promised held; else it says what differed.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.journeys import exam_steps as steps
from tests.journeys.bank_day import BankDay
from tests.journeys.candidates import Candidate, make_candidate
from tests.journeys.day_checks import (
    RECEIPT,
    audit_all,
    final_line,
    make_scores,
    picture_names,
    require_journal,
    require_score,
    table,
)
from tests.journeys.exam_room import ExamRoom, an_exam_room, at_once, together
from tests.journeys.processes import (
    JourneyError,
    ProcessKeeper,
    end_on_signals,
    wait_until,
)
from tests.journeys.site_setup import SitePlan

PLANS = ("all right", "all wrong", "partly right", "everything", "nothing", "mixed")
DURATION_S = 75
FIRST_TASKS = 9
SERVER_AWAY_S = 8.0
BUILD = Path(__file__).parents[2] / "build" / "demo"
LAST_WORDS = ("时间快到了，", "再补充一句：", "尊重、", "保密、", "及时转介。")


class ExamDay:
    """The story of one day, event by event."""

    def __init__(self, room: ExamRoom, say: Callable[[str], None]) -> None:
        self._room = room
        self._say = say
        self._spare = list(room.seats.values())[-1]
        source = room.site.package_source
        self._candidates = [
            make_candidate(person, plan, room.seats[person.seat_code], source)
            for person, plan in zip(room.site.people, PLANS, strict=True)
        ]

    def run(self) -> None:
        """Hold the exam day.

        Raises:
            JourneyError: something did not hold.
        """
        self._arrive()
        self._start()
        self._first_part()
        self._without_server()
        self._last_part()
        self._end()
        self._check()

    # ------------------------------------------------------------ before

    def _arrive(self) -> None:
        room, say = self._room, self._say
        say(f"配对 {len(room.seats)} 台考试机，逐台核对配对码 · pairing by codes")
        room.pair_all()
        first = self._candidates[0].seat
        for seat in room.seats.values():
            seat.wait_text("package-state", "已就绪", 30)
        room.picture(first, "02-log-in")
        say("考生登录，核对姓名和照片 · candidates log in and confirm name and photo")
        together(lambda x: room.log_in(x.seat, x.person), self._candidates)
        together(lambda x: x.seat.wait_screen("waiting"), self._candidates)
        room.picture(first, "04-waiting")

    def _start(self) -> None:
        room, say = self._room, self._say
        say("输入开考密码，打开考场 · the room is opened with the opening code")
        room.staff.open_room(room.site.opening_code)
        for candidate in self._candidates:
            candidate.seat.wait_text("waiting-stage", "一切就绪", 30)
        room.picture(self._candidates[0].seat, "05-ready")
        say("宣布开考 · start")
        room.staff.order("start")
        together(lambda x: x.seat.wait_screen("exam"), self._candidates)

    # ------------------------------------------------------------ during

    def _first_part(self) -> None:
        room, say = self._room, self._say
        one, two, three, _four, five, six = self._candidates
        say("答前几题 · everybody answers the first tasks")
        room.picture(one.seat, "06-single-choice")
        six.change_mind()
        together(lambda x: x.answer(self._ids(x, 0, FIRST_TASKS)), self._candidates)
        together(lambda x: x.wait_saved(), [one, two])
        room.picture(three.seat, "07-multiple-choice")
        say("两台考试机断电（SIGKILL）· two seats lose power")
        told = at_once(
            lambda: steps.crash_and_restart(room, one),
            lambda: steps.move(room, two, self._spare),
        )
        say(f"  01 重新开机，原题续答 · restarted: {told[0]}")
        say(f"  02 换机续答 · moved: {told[1]}")
        say(f"  03 延长 · extended: {steps.extend(room, three)}")
        say(
            f"  05 锁屏再解锁 · locked and unlocked: {steps.lock_and_unlock(room, five)}"
        )

    def _without_server(self) -> None:
        room, say = self._room, self._say
        three, four = self._candidates[2:4]
        resume_code = room.staff.resume_code()
        say("服务器断电（SIGKILL），作答照常 · the server loses power; all go on")
        began_s = time.monotonic()
        room.server.kill()
        most = len(four.tasks)

        def go_on(candidate: Candidate) -> None:
            last = most if candidate is four else 19
            candidate.answer(self._ids(candidate, FIRST_TASKS, last))
            if candidate.entered:
                candidate.wait_saved()

        together(go_on, self._candidates)
        room.picture(self._candidates[0].seat, "10-server-away")
        four.receipt_code = self._hand_in(four, "11-hand-in")
        told = four.seat.text("receipt-delivery")
        steps.require(
            "正在传" in told, f"handed in without a server, but it says {told}"
        )
        room.picture(four.seat, "13-receipt-not-yet-at-server")
        say(f"  04 已交卷，存在本机 · handed in, saved here: {four.receipt_code}")
        told = steps.resume_by_code(room, three, resume_code)
        say(f"  03 断电，凭续考码续答 · back by the proctor's code: {told}")
        time.sleep(max(0.0, began_s + SERVER_AWAY_S - time.monotonic()))  # the outage
        room.server.start()
        away_s = time.monotonic() - began_s
        steps.require_delivered([four])
        say(f"  服务器恢复，答卷送达 · back after {away_s:.0f} s; delivered")
        room.picture(four.seat, "14-receipt-delivered")

    def _last_part(self) -> None:
        say = self._say
        one, two, three, _four, five, six = self._candidates
        say("答完其余各题和案例 · the rest, and the case with its scenes")
        writing = (one, two, three, six)
        together(lambda x: x.answer(self._ids(x, 19, len(x.tasks))), writing)
        self._case_pictures(one)
        say("01、02、05 号考生交卷 · three hand in")
        for candidate in (one, two, five):
            candidate.receipt_code = self._hand_in(candidate, "")
        steps.require(not five.entered, "the candidate who answers nothing answered")
        say("06 号考生写到考试时间结束 · one writes until time runs out")
        self._write_to_the_end(six)
        left_s = steps.seconds_left(three.seat)
        say(f"  06 自动交卷 · handed in by the clock: {six.receipt_code}")
        say(f"  03 延长的考生还有 {left_s} 秒，继续作答 · the extended one goes on")
        three.seat.go_to(three.tasks[0].task_id)
        three.wait_saved()
        three.receipt_code = self._hand_in(three, "")

    def _write_to_the_end(self, six: Candidate) -> None:
        seat, task_id = six.seat, six.tasks[20].task_id
        seat.go_to(task_id)
        words = iter(LAST_WORDS * 40)
        while seat.shown["screen"] == "exam":
            before = seat.shown
            try:
                seat.write(next(words))
            except JourneyError:
                if seat.shown["screen"] == "exam":
                    raise
            if before["current"] == task_id and before["response"] is not None:
                six.entered[task_id] = before["response"]
            time.sleep(1)  # a person's pace
        six.receipt_code = seat.receipt()
        self._room.picture(seat, "19-time-is-up")

    def _case_pictures(self, one: Candidate) -> None:
        scenes: dict[str, str] = {}
        for task in one.tasks:
            if task.scene_id:
                scenes.setdefault(task.scene_id, task.task_id)
        for number, task_id in enumerate(scenes.values(), start=1):
            one.seat.go_to(task_id)
            self._room.picture(one.seat, f"15-case-scene-{number}")
        for task in one.tasks:
            name = {"true_false": "16-true-false", "short_answer": "17-short-answer"}
            name |= {"spoken_answer": "18-spoken-answer"}
            if task.kind in name:
                one.seat.go_to(task.task_id)
                self._room.picture(one.seat, name[task.kind])

    def _hand_in(self, candidate: Candidate, picture: str) -> str:
        seat, open_tasks = candidate.seat, len(candidate.tasks) - len(candidate.entered)
        seat.click("hand-in")
        seat.wait_screen("hand_in")
        counts = seat.text("hand-in-counts")
        steps.require(
            f"未答 {open_tasks} 题" in counts,
            f"{seat.name}: {open_tasks} tasks are open, the screen says {counts!r}",
        )
        if picture:
            self._room.picture(seat, picture)
        seat.click("hand-in-confirm-1")
        if picture:
            self._room.picture(seat, "12-hand-in-second-question")
        seat.click("hand-in-confirm-2")
        return seat.receipt()

    def _ids(self, candidate: Candidate, first: int, last: int) -> list[str]:
        return [task.task_id for task in candidate.tasks[first:last]]

    # ------------------------------------------------------------ after

    def _end(self) -> None:
        room = self._room
        self._say("关闭考场 · the room is closed")
        steps.require_delivered(self._candidates)
        room.staff.order("close")
        wait_until("the room closes", lambda: room.staff.room()["state"] == "closed")

    def _check(self) -> None:
        room, say = self._room, self._say
        live = room.staff.live()
        say("评分 · scores: exam-server scores")
        rows = make_scores(room)
        say(
            "校验全部作答日志 · journals: exam-server journals, exam-bank journal verify"
        )
        journals = audit_all(room, self._candidates)
        lines = []
        for candidate in self._candidates:
            number = candidate.person.admission_number
            require_score(candidate, rows[number])
            require_journal(candidate, journals[number], live[number]["receipt_code"])
            steps.require(
                rows[number][RECEIPT] == candidate.receipt_code,
                f"{number}: the score sheet has receipt {rows[number][RECEIPT]}",
            )
            lines.append(final_line(candidate, rows[number], journals[number]))
        six = self._candidates[5].person.admission_number
        steps.require(
            journals[six].reason == "time_up", "06 was not ended by the clock"
        )
        say("结果 · results\n" + table(lines))


def main() -> int:
    """Hold the day; 0 if all held."""
    end_on_signals()
    began_s = time.monotonic()
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")  # noqa: DTZ005, TID251 - a name
    folder = BUILD / stamp

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began_s:5.1f} s] {line}", flush=True)

    say(f"演示考试日 · an exam day in small, in {folder}")
    try:
        plan = SitePlan(duration_s=DURATION_S, say=say)
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        BankDay(folder / "authors", ProcessKeeper(folder / "logs"), say).run()
        with an_exam_room(folder, plan, spare_seats=1) as room:
            ExamDay(room, say).run()
    except (JourneyError, OSError) as error:
        say(f"未通过 · NOT all held:\n{error}\n日志 · logs: {folder / 'logs'}")
        return 1
    except KeyboardInterrupt:
        say(f"已中断 · stopped by hand; logs: {folder / 'logs'}")
        return 130
    pictures = folder / "pictures"
    say(f"截图 {len(picture_names(pictures))} 张 · screenshots: {pictures}")
    say("全部成立 · all held")
    return 0


if __name__ == "__main__":
    sys.exit(main())
