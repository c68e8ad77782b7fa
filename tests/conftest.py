"""The house guards, over every test.

Warnings are errors and sockets are off by pyproject.toml. Here: loopback for the folders
that start whole processes, log records that nobody expected, and hypothesis.
"""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent

PROCESS_FOLDERS = frozenset({"benchmarks", "browser", "faults", "journeys"})
"""Their tests start real programs, which talk to each other over loopback."""

LOOPBACK = ["127.0.0.0/8", "::1", "localhost"]

PROCESS_TIMEOUT_S = 600
"""For a test in PROCESS_FOLDERS that names none itself; the others have pyproject's."""

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no test needs a screen

for profile, examples in {"quick": 10, "ci": 100, "thorough": 2000}.items():
    settings.register_profile(
        profile,
        deadline=None,  # a busy machine is no defect
        derandomize=False,  # said, for hypothesis changes its mind where CI is set
        max_examples=examples,
        print_blob=True,
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give loopback, and more time, to the tests of whole processes."""
    for item in items:
        if not item.path.is_relative_to(TESTS):
            continue
        if item.path.relative_to(TESTS).parts[0] not in PROCESS_FOLDERS:
            continue
        item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(PROCESS_TIMEOUT_S))


class UnexpectedRecords(logging.Handler):
    """Keeps the records that somebody should have looked at."""

    def __init__(self, expected: pytest.Mark | None) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        if not self._is_expected(record.name):
            self.records.append(record)

    def _is_expected(self, logger: str) -> bool:
        if self._expected is None:
            return False
        names: tuple[str, ...] = self._expected.args
        return not names or any(
            logger == name or logger.startswith(f"{name}.") for name in names
        )


@pytest.fixture(autouse=True)
def _no_unexpected_log_records(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs WARNING or above, unless it is marked `expects_logs`."""
    handler = UnexpectedRecords(request.node.get_closest_marker("expects_logs"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
    if handler.records:
        lines = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in handler.records]
        pytest.fail("unexpected log records:\n" + "\n".join(lines), pytrace=False)
