import pytest

from sync_server.accounts.errors import PasswordWeakError
from sync_server.accounts.password_rules import require_good


@pytest.mark.parametrize(
    "password",
    ["short", "aaaaaaaaaaaa", "password12", "1234567890", "li-lei-li-lei", "x" * 300],
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(PasswordWeakError):
        require_good(password, "li-lei")


@pytest.mark.parametrize("password", ["four-quiet-words", "春眠不觉晓处处闻啼鸟"])
def test_a_long_and_uncommon_password_is_good_whatever_it_is_made_of(
    password: str,
) -> None:
    require_good(password, "li-lei")
