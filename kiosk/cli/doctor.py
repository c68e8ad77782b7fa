"""Check whether this computer can hold an exam; say what to do about what can't be.

Exit status 0: an exam can be held; 1: something is bad.
"""

import argparse
import json
import os

from kiosk.cli.seat_options import add_seat_options, seat_config
from kiosk.config import SeatConfig
from kiosk.ui.presenters.readiness_view import readiness_view
from kiosk.ui.texts import Language, Texts, load_texts
from question_bank.cli.language import language_of
from question_bank.formats.readiness import Readiness, ReadinessLevel
from question_bank.formats.record import to_plain


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_seat_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--no-sound", action="store_true", help="leave headset and microphone alone"
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure, print, and say by the exit status whether an exam can be held.

    Raises:
        SettingError: a setting is wrong.
    """
    config = seat_config(arguments)
    readiness = _measured(config, listens=not arguments.no_sound)
    if arguments.json:
        print(json.dumps(to_plain(readiness), ensure_ascii=False, indent=1))
    else:
        _print(readiness, load_texts(Language(language_of(os.environ).value)))
    return 1 if readiness.level is ReadinessLevel.BAD else 0


def _print(readiness: Readiness, texts: Texts) -> None:
    view = readiness_view(readiness)
    for finding in view.findings:
        name, word = texts.say(finding.name), texts.say(finding.word)
        print(f"[{word}] {name}  {finding.value}".rstrip())
        if finding.advice is not None:
            print(f"    {texts.say(finding.advice)}")
    print(texts.say(view.summary))


def _measured(config: SeatConfig, *, listens: bool) -> Readiness:
    # Sound, Qt and the wire are loaded only here: other commands need none of them.
    from kiosk.app.doctor_facts import doctor_facts  # noqa: PLC0415
    from kiosk.readiness.judge import judge  # noqa: PLC0415

    facts, wall_ms = doctor_facts(config, listens=listens)
    return judge(facts, wall_ms)
