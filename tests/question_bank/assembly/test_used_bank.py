"""A bank whose items were used before still gives forms, with a blueprint that ships."""

import hashlib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from question_bank.assembly.assemble import assemble
from question_bank.assembly.blueprint_parse import parse_blueprint
from question_bank.assembly.pool import Pool, PoolItem, pool_of
from question_bank.assembly.pool_item_of import pool_item_of
from question_bank.exchange.item_draft import MediumFile
from question_bank.exchange.item_source import read_item_list
from question_bank.identifiers import ItemId, MediaName

SAMPLES = Path(str(files("question_bank.samples")))


def medium_file(path: Path) -> MediumFile:
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    return MediumFile(
        sha256=digest, media_type="x", size_bytes=len(raw), read=path.read_bytes
    )


def sample_pool() -> Pool:
    folder = SAMPLES / "junior"
    media = {
        MediaName(path.name): medium_file(path) for path in (folder / "media").iterdir()
    }
    items: list[PoolItem] = []
    enemies: list[tuple[ItemId, ItemId]] = []
    for path in sorted(folder.glob("*.yaml")):
        reading = read_item_list(path.read_bytes(), media, name=path.name)
        enemies += reading.enemies
        for draft in reading.drafts:
            estimates = {found.task_id: found for found in draft.estimates}
            items.append(pool_item_of(draft.record, 1, estimates))
    return pool_of(tuple(items), tuple(enemies), level="初级")


@pytest.mark.slow  # the solver, on a whole sample bank, three times
def test_forms_are_found_again_once_most_of_the_bank_was_used() -> None:
    source = (SAMPLES / "blueprints" / "junior.toml").read_bytes()
    blueprint = parse_blueprint(source, name="junior.toml", forms=2)
    fresh = sample_pool()
    first = assemble(blueprint, fresh, seed=1)
    used = {item_id for form in first.forms for item_id in form.item_ids}
    worn = replace(
        fresh,
        items={
            item_id: replace(item, uses=1) if item_id in used else item
            for item_id, item in fresh.items.items()
        },
    )

    for seed in (3,):
        again = assemble(blueprint, worn, seed=seed)

        chosen = {item_id for form in again.forms for item_id in form.item_ids}
        assert len(chosen) == len(used)
        assert len(chosen & used) < len(used), "little-used items are preferred"
