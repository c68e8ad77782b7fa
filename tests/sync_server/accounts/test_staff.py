from sync_server.accounts.staff import form_token, is_form_token, token_hash


def test_a_form_token_belongs_to_one_session() -> None:
    assert is_form_token("one", form_token("one"))
    assert not is_form_token("one", form_token("two"))
    assert not is_form_token("one", "")
    assert not is_form_token("one", "不是口令")


def test_what_is_stored_of_a_token_is_not_the_token() -> None:
    assert b"one" not in token_hash("one")
