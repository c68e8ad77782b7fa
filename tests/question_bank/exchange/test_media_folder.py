import hashlib
from pathlib import Path

from question_bank.exchange.item_draft import MOST_MEDIUM_BYTES
from question_bank.exchange.media_folder import media_in_folder


def test_media_are_found_by_name_with_their_hash(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"picture")

    (medium,) = media_in_folder(tmp_path).values()

    assert medium.sha256 == hashlib.sha256(b"picture").hexdigest()
    assert (medium.media_type, medium.size_bytes) == ("image/png", 7)
    assert medium.read() == medium.read() == b"picture"


def test_links_folders_empty_huge_and_other_files_are_not_seen(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not to be read")
    (tmp_path / "link.png").symlink_to(tmp_path / "secret")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "empty.png").touch()
    (tmp_path / "Upper.PNG").write_bytes(b"x")
    (tmp_path / "page.html").write_bytes(b"x")
    with (tmp_path / "huge.wav").open("wb") as huge:
        huge.truncate(MOST_MEDIUM_BYTES + 1)

    assert dict(media_in_folder(tmp_path)) == {}
