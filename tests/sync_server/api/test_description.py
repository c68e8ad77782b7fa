from pathlib import Path

from sync_server.cli.openapi import api_description

PAGE = Path(__file__).parents[3] / "docs" / "formats" / "seat-api.json"


def test_the_description_in_the_documents_is_what_the_code_says() -> None:
    assert PAGE.read_text("utf-8") == api_description()  # exam-server openapi --out
