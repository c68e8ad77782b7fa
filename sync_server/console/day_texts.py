"""Words of the exam day's later pages: codes, readiness, sticks. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

DAY_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "nav_archives": ("导入作答", "Sticks"),
        "sheet": ("续考码与监考口令", "Resume code and PIN"),
        "sheet_title": ("监考单", "Proctor's sheet"),
        "pin": ("监考口令", "Room PIN"),
        "pin_hint": (
            "12 位数字，在机位上输入（Ctrl+Alt+P）。服务器或网络不通时，用它在机位上开考、锁屏、解锁、加时、收卷、换机、导出作答、放行。",
            "12 digits, typed at a seat (Ctrl+Alt+P). Without server or network it opens the staff's screen: start, lock, unlock, extend, collect, move, export answers, let go on.",
        ),
        "pin_care": (
            "本单只交给监考老师，不要让考生看到，考后收回销毁。",
            "For proctors only: keep it from candidates and destroy it afterwards.",
        ),
        "pin_anew": ("换一个监考口令", "Draw another PIN"),
        "pin_anew_hint": (
            "口令可能被看到时使用。联网的机位一分钟内换用新口令；没有联网的机位仍认旧口令。换后请重新打印本单。",
            "If somebody may have seen it. Seats that the network reaches take the new one within a minute; others still know the old one. Print this sheet anew.",
        ),
        "if_server_dead": ("服务器不通时怎样开考", "Starting without the server"),
        "dead_steps": (
            "1. 在每台考试机按 Ctrl+Alt+P，输入监考口令。|2. 考生用准考证号和证件号后几位登录，核对照片和姓名。|3. 到时间后，在老师界面点“打开试卷并开考”，输入开考密码（由评价组织另行告知）。|4. 考完后保持考试机开机，网络恢复后自动上传；也可以导出到U盘，在“导入作答”页导入。",
            "1. At each seat press Ctrl+Alt+P and type the PIN.|2. Candidates log in with admission number and ID tail; compare photo and name.|3. When it is time, choose “open the paper and start” on the staff's screen and type the opening code (the organisation tells it).|4. Leave the seats on afterwards: they deliver once the network is back. Or take a stick to “Sticks”.",
        ),
        "codes": ("放行码与解锁码", "Seat codes"),
        "codes_hint": (
            "机位断网时使用：把机位屏幕上的 8 位号码输在这里，换成 8 位的码，读给机位旁的老师输入。每个码只能用一次，并记入审计日志。",
            "For seats without network: the screen shows 8 digits; here they become the 8-digit code that is typed there. Each works once and is on record.",
        ),
        "code_reentry": ("放行码：中断后继续考试", "Let a candidate go on"),
        "code_leave": ("解锁码：离开考试锁", "Leave: open a seat's lock"),
        "code_leave_hint": (
            "在机位按 Ctrl+Alt+U，屏幕上出现号码。解锁后考试程序退出，电脑恢复原样；没交的答案留在机位上，不会丢。",
            "Ctrl+Alt+U at the seat shows the request. The program ends and the computer is as before; answers stay on its disk.",
        ),
        "challenge": (
            "机位屏幕上的号码（8 位）",
            "Number on the seat's screen (8 digits)",
        ),
        "make_code": ("取码", "Make the code"),
        "code_for": ("请在机位上输入", "Type at the seat"),
        "code_once": (
            "只对机位屏幕上现在的号码有效。",
            "Works for the request on the screen now.",
        ),
        "let_go_on": ("放行", "Let go on"),
        "let_go_on_hint": (
            "确认是本人后放行，考生从中断处继续。",
            "After seeing who it is; the exam goes on where it was.",
        ),
        "waits_with": ("屏幕号码", "number"),
        "choose": ("请选择", "choose"),
        "coming": ("回复“老师马上来”", "Answer “coming”"),
        "hand_up": ("举手", "hand up"),
        "readiness": ("机房准备", "Readiness"),
        "readiness_hint": (
            "各机位考前自检的结果，最需要处理的排在最前；每几秒自动更新。",
            "What each seat found out about itself, what needs somebody first; renewed by itself.",
        ),
        "ready_good": ("正常", "ready"),
        "ready_warning": ("留意", "look"),
        "ready_bad": ("须处理", "not ready"),
        "ready_unknown": ("未检", "not checked"),
        "checked_at": ("检查时间", "Checked"),
        "no_readiness": (
            "本考场还没有机位。",
            "No seats in this room yet.",
        ),
        "papers_ready": ("已收到试卷的机位", "Seats with the paper"),
        "seats_not_ready": ("自检不通过的机位", "Seats that are not ready"),
        "before_act": ("全场现在", "The room now"),
        "begun_offline": (
            "名考生已在服务器不通时由监考在机位上开考。请照常“开放考场”“开始考试”：已在考试的考生不受影响，之后才能从这里加时、锁屏和收卷。",
            "candidate(s) began at their seats while the server was away. Open and start the room as usual: they are not disturbed, and orders reach them from then on.",
        ),
        "archives": ("导入U盘上的作答", "Answers from a stick"),
        "archives_hint": (
            "机位一直连不上服务器时，用监考口令在机位上把作答导出到U盘，在这里导入。可以反复导入同一文件：已有的不会重复，也不会覆盖任何答案。",
            "For seats that never reach the server: export at the seat with the PIN, take the file in here. Again changes nothing; nothing is ever overwritten.",
        ),
        "archive_file": ("作答文件（.answers，可多选）", "Answer files (.answers)"),
        "archive_import": ("核对并导入", "Check and take in"),
        "outcome": ("结果", "Outcome"),
        "new_entries": ("新增 / 全部记录", "New / all entries"),
        "is_handed_in": ("已交卷", "handed in"),
        "not_handed_in": ("未交卷", "not handed in"),
    }
)
