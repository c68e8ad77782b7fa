"""From a bank to what a preview shows: items as they stand, or a form that was assembled."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kiosk.app.preview.preview_desk import PreviewForm
from kiosk.ui.item_views.content_widget import MediaProvider
from question_bank.bank.bank import Bank
from question_bank.bank.errors import NotInBankError
from question_bank.formats.form import Form, Section, parse_form, tasks_of
from question_bank.formats.form_keys import FormKeys, parse_form_keys
from question_bank.formats.item_record import ItemRecord, item_id_of_record
from question_bank.identifiers import FormCode, ItemId, MediaName, SectionId, TaskId
from question_bank.items.content import Block
from question_bank.items.item import item_id_of, media_of_item
from question_bank.items.renamed_media import with_media_names
from question_bank.items.task import TaskKey

PREVIEW_FORM_CODE = FormCode("PREVIEW")


def preview_of_items(
    bank: Bank, item_ids: Iterable[ItemId], version: int | None = None
) -> PreviewForm:
    """Return the items one after the other, in one section.

    Args:
        version: Of every item; None: the newest.

    Raises:
        NotInBankError: there is no such item or version.
    """
    found = [bank.items.record(item_id, version) for item_id in item_ids]
    records = list(_with_names_of_their_own(found))
    ids = [item_id_of_record(record) for record in records]
    section = Section(
        section_id=SectionId("preview"),
        title=" · ".join(dict.fromkeys(record.level for record in records)),
        instructions=(),
        is_one_way=False,
        time_limit_ms=None,
        items=tuple(record.item for record in records),
    )
    name = " ".join(ids[:3]) + (" …" if len(ids) > 3 else "")  # noqa: PLR2004 - fits a title
    form = Form(
        form_code=PREVIEW_FORM_CODE,
        title=name,
        level=records[0].level,
        sections=(section,),
    )
    return PreviewForm(
        name=name,
        form=form,
        keys=_keys(records),
        media=_media(
            bank, {name: d for record in records for name, d in record.media.items()}
        ),
        estimates=bank.estimates.in_force(ids),
    )


def preview_of_form(bank: Bank, assembly: str, form_code: FormCode) -> PreviewForm:
    """Return a form of an assembly, as its package will hold it.

    Raises:
        NotInBankError: there is no such assembly, or it has no such form.
    """
    stored = bank.assemblies.load(assembly)
    for found in stored.forms:
        if found.form_code == form_code:
            break
    else:
        codes = ", ".join(form.form_code for form in stored.forms)
        raise NotInBankError(f"{assembly} has the forms {codes}, not {form_code}")
    form = parse_form(found.form)
    versions = dict(found.items)
    records = [
        bank.items.record(item_id, version) for item_id, version in versions.items()
    ]
    return PreviewForm(
        name=f"{assembly} · {form.title}",
        form=form,
        keys=parse_form_keys(found.keys),
        media=_media_of_form(bank, form, records),
        estimates=bank.estimates.in_force(tuple(versions)),
    )


def _with_names_of_their_own(records: Iterable[ItemRecord]) -> Iterator[ItemRecord]:
    """Rename media whose name another item gave to another file: `voice.opus` is common."""
    taken: dict[MediaName, str] = {}
    for record in records:
        names = {
            name: MediaName(f"{digest[:16]}.{name.rpartition('.')[2]}")
            for name, digest in record.media.items()
            if taken.setdefault(name, digest) != digest
        }
        yield msgspec.structs.replace(
            record,
            item=with_media_names(record.item, names),
            media={names.get(name, name): d for name, d in record.media.items()},
            transcripts={
                names.get(name, name): text for name, text in record.transcripts.items()
            },
        )


def _media_of_form(
    bank: Bank, form: Form, records: Iterable[ItemRecord]
) -> MediaProvider:
    """Find the media by their place: a form may call them otherwise than the bank."""
    shown = {item_id_of(place.item): place.item for place in tasks_of(form)}
    digests = {
        new: record.media[old]
        for record in records
        for old, new in zip(
            media_of_item(record.item),
            media_of_item(shown[item_id_of_record(record)]),
            strict=True,
        )
    }
    return _media(bank, digests)


def _media(bank: Bank, digests: Mapping[MediaName, str]) -> MediaProvider:
    def read(name: MediaName) -> bytes:
        return bank.media.read(digests[name]) if name in digests else b""

    return read


def _keys(records: Iterable[ItemRecord]) -> FormKeys:
    """Return what the panel beside the items shows."""
    keys: dict[TaskId, TaskKey] = {}
    explanations: dict[TaskId, tuple[Block, ...]] = {}
    tags: dict[ItemId, tuple[str, ...]] = {}
    transcripts: dict[MediaName, str] = {}
    for record in records:
        keys |= record.keys
        explanations |= record.explanations
        every_tag = (tag for found in record.tags.values() for tag in found)
        tags[item_id_of_record(record)] = tuple(dict.fromkeys(every_tag))
        transcripts |= record.transcripts
    return FormKeys(
        form_code=PREVIEW_FORM_CODE,
        keys=keys,
        explanations=explanations,
        tags=tags,
        transcripts=transcripts,
    )
