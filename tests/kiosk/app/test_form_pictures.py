"""Pictures of a form are opened ahead; one that does not open costs only itself."""

from types import SimpleNamespace
from typing import Any, cast

from kiosk.app.form_pictures import pictures_of
from question_bank.formats.form import media_of
from question_bank.identifiers import MediaName
from question_bank.sealing.errors import PackageDamagedError
from tests.kiosk.ui import samples


def test_pictures_are_opened_sounds_are_not_and_a_damaged_one_is_left_out() -> None:
    form = samples.a_form()
    names = sorted(media_of(form))
    pictures = [name for name in names if not name.endswith(".opus")]
    assert len(pictures) < len(names)
    assert pictures
    damaged = pictures[0]

    def medium(name: MediaName) -> bytes:
        if name == damaged:
            raise PackageDamagedError(place=name, found="another hash")
        return name.encode()

    def kind(name: str) -> str:
        return "audio/ogg" if name.endswith(".opus") else "image/png"

    media = {name: SimpleNamespace(media_type=kind(name)) for name in names}
    manifest = SimpleNamespace(media=lambda: media)
    package = SimpleNamespace(manifest=manifest, medium=medium)

    opened = pictures_of(cast("Any", package), form)

    assert opened == {name: name.encode() for name in pictures[1:]}
