"""A parser that takes ids behind options too: `review x.bank --by 张老师 q1 q2`."""

import argparse
from collections.abc import Sequence

_TAKES_THE_REST = frozenset({argparse.PARSER, argparse.REMAINDER})


class VerbParser(argparse.ArgumentParser):
    """Reads options and what stands between them in any order.

    Source:
        Python library reference, argparse, "Intermixed parsing": an argument that may be
        left out is otherwise taken as left out where the first option stands.
    """

    _is_mixing = False

    def parse_known_args(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        namespace: argparse.Namespace | None = None,
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse as `parse_known_intermixed_args` does, which calls this twice itself."""
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
