"""An author's items become a sealed package, by commands alone."""

from pathlib import Path

import pytest

from tests.journeys.bank_day import BankDay
from tests.journeys.processes import ProcessKeeper


@pytest.mark.slow  # some thirty commands, each a process: about 40 s
@pytest.mark.timeout(300)
def test_items_of_a_bank_become_a_package_that_rehearses(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()

    BankDay(tmp_path / "bank", ProcessKeeper(logs), lambda _line: None).run()
