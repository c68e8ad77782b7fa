"""The rules follow the session's policies."""

import msgspec
import pytest

from kiosk.ui.presenters.message import message
from kiosk.ui.presenters.rules_view import StepView, rules_view
from question_bank.formats.exam_package import (
    DataClass,
    Manifest,
    parse_manifest,
)
from tests.fakes.package_server import ServerWithPackage, a_built_package

FIRST = StepView(number=1, all_steps=2)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    built = a_built_package(tmp_path_factory.mktemp("package"))
    return parse_manifest(ServerWithPackage(built).answers[0])


def test_the_time_counts_what_was_agreed_before(manifest: Manifest) -> None:
    policies = msgspec.structs.replace(manifest.policies, duration_ms=3_600_000)
    manifest = msgspec.structs.replace(manifest, policies=policies)

    rules = rules_view(FIRST, manifest, 600_000).rules

    assert message("rules.time", minutes=70) in rules


def test_an_earliest_hand_in_is_told(manifest: Manifest) -> None:
    policies = msgspec.structs.replace(
        manifest.policies, duration_ms=3_600_000, earliest_hand_in_ms=1_800_000
    )
    manifest = msgspec.structs.replace(manifest, policies=policies)

    assert message("rules.hand_in", minutes=30) in rules_view(FIRST, manifest).rules


@pytest.mark.parametrize(
    ("data_class", "first"),
    [
        (DataClass.PRACTICE, "rules.practice"),
        (DataClass.TRIAL, "rules.trial"),
        (DataClass.FORMAL, "rules.time"),
    ],
)
def test_what_does_not_count_is_said_first(
    manifest: Manifest, data_class: DataClass, first: str
) -> None:
    manifest = msgspec.structs.replace(manifest, data_class=data_class)

    assert rules_view(FIRST, manifest).rules[0].key == first


def test_without_the_package_the_rules_are_read_all_the_same() -> None:
    rules = rules_view(FIRST, None).rules

    assert message("rules.time_unknown") in rules
    assert message("rules.hand_in_any") in rules
