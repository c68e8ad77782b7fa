"""A site to try by hand: `make run`. One kiosk window, the console in your own browser.

Everything is drawn anew in build/try and ends with Ctrl+C, or when the window is closed.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

from tests.journeys.people import ID_TAIL_LENGTH, ROOM_CODE
from tests.journeys.processes import JourneyError, ProcessKeeper, end_on_signals
from tests.journeys.server_process import ServerProcess
from tests.journeys.site_setup import ADMIN, Site, SitePlan, make_site, program

DURATION_S = 20 * 60
BUILD = Path(__file__).parents[2] / "build" / "try"
LOOK_EVERY_S = 0.5
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def has_display() -> bool:
    """Return whether a window could be opened here."""
    return sys.platform == "win32" or any(os.environ.get(name) for name in SCREENS)


def main() -> int:
    """Make a site, run its server and one seat until told to end."""
    end_on_signals()
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")  # noqa: DTZ005, TID251 - a name
    folder = BUILD / stamp
    logs = folder / "logs"
    logs.mkdir(parents=True)
    keeper = ProcessKeeper(logs)
    try:
        site = make_site(folder, keeper, SitePlan(duration_s=DURATION_S, say=_say))
        server = ServerProcess(keeper, site)
        server.start()
        _say(instructions(site, server.address))
        if has_display():
            _run_seat(site, keeper, server.address)
        else:
            _say(without_display(server.address))
            _wait_for_ever()
    except KeyboardInterrupt:
        _say("")
    except JourneyError as error:
        _say(f"{error}\n日志 · logs: {logs}")
        return 1
    finally:
        keeper.end_all()
    _say(f"已结束 · ended. 数据 · data: {folder}")
    return 0


def instructions(site: Site, address: str) -> str:
    """Return all that a person needs to know, step by step."""
    people = "\n".join(
        f"     {person.admission_number}  {person.id_tail}  {person.name}"
        for person in site.people
    )
    return f"""
1. 管理台 · the console: https://{address}/console
   （证书由本考点自己签发，浏览器会提示不受信任：这里可以继续 ·
    the site's own certificate: let the browser go on）
     账号 · account    {ADMIN}
     密码 · password   {site.admin_password}
2. 考试机窗口显示配对码。在管理台“考试机”页核对后，批准到考场 {ROOM_CODE}、机位 01。
   The seat's window shows a code: approve the same code as room {ROOM_CODE}, seat 01.
3. 登录 · log in with 准考证号 · admission number and 证件号后 {ID_TAIL_LENGTH} 位 · ID tail:
{people}
4. 在管理台打开考场并开考 · open the room in the console, then start:
     开考密码 · opening code       {site.opening_code}
5. 关闭考场后可下载成绩 · close the room, then take the scores:
     阅卷口令 · marking passphrase {site.marking_passphrase}

按 Ctrl+C 结束 · Ctrl+C ends everything
"""


def without_display(address: str) -> str:
    """Return what to do where no window can be opened."""
    return f"""这里没有显示器（{"、".join(SCREENS)} 都没有设置），不能打开考试机窗口。
There is no display here, so no seat's window can be opened. The server runs; either
  - 在有桌面的终端运行 make run · run `make run` from a desktop's terminal, or
  - 另开一个终端 · in another terminal, with a display (xvfb-run, ssh -X, …):
      .venv/bin/exam-kiosk run --windowed --data build/try/seat --server {address}
"""


def _run_seat(site: Site, keeper: ProcessKeeper, address: str) -> None:
    """Run one seat until its window is closed."""
    words = (program("exam-kiosk"), "run", "--windowed", "--server", address)
    seat = keeper.start(
        "seat",
        *words,
        "--data",
        site.seat_data("seat"),
        environment={"LC_ALL": "C.UTF-8"},
    )
    while seat.poll() is None:
        time.sleep(LOOK_EVERY_S)  # until the person is done
    if seat.returncode:
        log = keeper.logs / "seat.log"
        raise JourneyError(f"the seat ended with {seat.returncode}: {log}")


def _wait_for_ever() -> None:
    while True:
        time.sleep(LOOK_EVERY_S)  # until Ctrl+C


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
