import pytest

from sync_server.roster.id_number import check_character, is_wrong_resident_id


def test_the_worked_number_of_the_standard_has_its_check_character() -> None:
    # GB 11643-1999, the example numbers of the standard
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"


def test_any_change_of_one_digit_is_found() -> None:
    good = "44052418800101001" + check_character("44052418800101001")
    for index in range(17):
        for digit in "0123456789":
            changed = good[:index] + digit + good[index + 1 :]
            if changed != good and changed[0] != "0":
                assert is_wrong_resident_id(changed)


def test_a_passport_has_no_check_character_to_be_wrong() -> None:
    assert not is_wrong_resident_id("P1234567")


def test_a_check_character_needs_seventeen_digits() -> None:
    with pytest.raises(ValueError, match="seventeen"):
        check_character("1")
