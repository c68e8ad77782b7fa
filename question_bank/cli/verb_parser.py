"""The parser of one command: loads it when it is typed, and takes its words in any order.

`review x.bank --by 张老师 q1 q2` is as good as `review x.bank q1 q2 --by 张老师`.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from question_bank.cli.language import language_of
from question_bank.cli.usage_words import chinese_usage

WRONG_USAGE = 2
"""The exit status, as argparse has it."""

_TAKES_THE_REST = frozenset({argparse.PARSER, argparse.REMAINDER})


class TellingParser(argparse.ArgumentParser):
    """Says what was typed wrong in the language of the environment."""

    def error(self, message: str) -> NoReturn:
        """Print usage and what is wrong, and end with 2."""
        self.print_usage(sys.stderr)
        # Before the words are read nobody knows of --language.
        language = language_of(os.environ)
        found = language.say(
            f"用法有误：{chinese_usage(message)}", f"wrong usage: {message}"
        )
        advice = language.say("用 --help 查看用法。", "See --help.")
        self.exit(WRONG_USAGE, f"{self.prog}: {found}\n{advice}\n")


class VerbParser(TellingParser):
    """Reads options and what stands between them in any order.

    Attributes:
        module_name: Of the command, imported before the first word is read; its
            `add_arguments` declares what it takes, and it stands as `command` in what is
            parsed.

    Source:
        Python library reference, argparse, "Intermixed parsing": an argument that may be
        left out is otherwise taken as left out where the first option stands.
    """

    module_name: str | None = None
    _is_mixing = False

    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse as `parse_known_intermixed_args` does, which calls this twice itself."""
        self._load()
        takes_the_rest = any(
            action.nargs in _TAKES_THE_REST for action in self._actions
        )
        if self._is_mixing or takes_the_rest:
            return super().parse_known_args(args, namespace)
        self._is_mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing = False

    def _load(self) -> None:
        if self.module_name is None:
            return
        command = importlib.import_module(self.module_name)
        self.module_name = None
        command.add_arguments(self)
        self.set_defaults(command=command)
