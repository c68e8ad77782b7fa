from hypothesis import given

from question_bank.formats.item_record import ItemRecord
from question_bank.identifiers import MediaName
from question_bank.items.item import media_of_item
from question_bank.items.renamed_media import with_media_names
from tests.builders.generated_records import item_records


@given(item_records())
def test_every_medium_gets_its_new_name_and_nothing_else_changes(
    record: ItemRecord,
) -> None:
    shown = media_of_item(record.item)
    names = {name: MediaName(f"new-{name}") for name in shown}

    renamed = with_media_names(record.item, names)

    assert media_of_item(renamed) == tuple(names[name] for name in shown)
    back = {new: old for old, new in names.items()}
    assert with_media_names(renamed, back) == record.item
