"""One site for all tests that kill whole programs: making it costs half a minute."""

import faulthandler
from pathlib import Path

import pytest

from tests.faults.exam_rooms import made_site
from tests.journeys.site_setup import Site


@pytest.fixture(autouse=True)
def _no_traceback_of_a_test_that_is_only_long() -> None:
    """Let pytest's faulthandler_timeout be: these take minutes, and are well."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="session")
def exam_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with package and roster; a_room runs copies of it."""
    folder: Path = tmp_path_factory.mktemp("site") / "site"
    return made_site(folder)
