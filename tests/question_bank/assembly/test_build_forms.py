from fractions import Fraction

import msgspec

from question_bank.assembly.build_forms import build_forms
from question_bank.assembly.pool import ItemKind, PoolItem
from question_bank.assembly.selection import SelectedForm
from question_bank.formats.form import media_of
from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import FormCode, MediaName, SectionId
from question_bank.items.case import Case
from question_bank.items.content import Image
from tests.builders.assembly_pools import (
    a_pool,
    a_section,
    record_of,
    small_blueprint,
)
from tests.builders.forms import words

CHART = MediaName("chart.png")


def with_chart(item: PoolItem, sha256: str) -> ItemRecord:
    record = record_of(item)
    assert isinstance(record.item, Case)
    stem = (*record.item.stem, Image(media_name=CHART, alt_text="图"))
    changed = msgspec.structs.replace(record.item, stem=stem)
    return msgspec.structs.replace(record, item=changed, media={CHART: sha256})


def test_media_and_scenes_that_clash_get_names_of_their_own() -> None:
    cases = [i for i in a_pool(120).items.values() if i.kind is ItemKind.CASE][:2]
    records = {
        item.item_id: with_chart(item, digit * 64)
        for item, digit in zip(cases, "ab", strict=True)
    }
    blueprint = small_blueprint(
        sections=(a_section("c", ItemKind.CASE, 2, 10),), points=Fraction(20)
    )
    selected = SelectedForm(
        form_code=FormCode("A"), sections=((SectionId("c"), tuple(records)),)
    )

    (built,) = build_forms(blueprint, [selected], records, words)

    assert media_of(built.form) == ("chart-bbbbbbbbbbbb.png", CHART)
    assert built.media == {CHART: "a" * 64, "chart-bbbbbbbbbbbb.png": "b" * 64}
    scenes = [
        scene.scene_id
        for item in built.form.sections[0].items
        if isinstance(item, Case)
        for scene in item.scenes
    ]
    assert scenes == ["s1", f"{cases[1].item_id}-1"]
