"""Which checks a package asks for, and what the room's start does to somebody at them."""

from itertools import product

import msgspec
import pytest

from kiosk.sitting.check_steps import (
    FORCED_AFTER_MS,
    CheckNeeds,
    CheckStep,
    StartOffer,
    check_needs,
    forced_in_ms,
    next_step,
    start_offer,
    steps_of,
)
from question_bank.formats.exam_package import Manifest, parse_manifest
from tests.fakes.package_server import ServerWithPackage, a_built_package


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    built = a_built_package(tmp_path_factory.mktemp("package"))
    return parse_manifest(ServerWithPackage(built).answers[0])


def with_policies(manifest: Manifest, **policies: bool) -> Manifest:
    changed = msgspec.structs.replace(manifest.policies, **policies)
    return msgspec.structs.replace(manifest, policies=changed)


def test_every_step_is_done_once_and_in_order() -> None:
    for headset, keyboard in product((True, False), repeat=2):
        needs = CheckNeeds(headset=headset, keyboard=keyboard)
        steps = steps_of(needs)

        assert list(steps) == [step for step in CheckStep if step in steps]
        assert (CheckStep.HEADSET in steps, CheckStep.INPUT in steps) == (
            headset,
            keyboard,
        )
        assert steps[0] is CheckStep.RULES
        assert next_step(needs, frozenset(steps)) is None


def test_the_headset_is_tried_as_the_package_says(manifest: Manifest) -> None:
    for policy in (True, False):
        wanted = with_policies(manifest, needs_headset_check=policy)
        assert check_needs(wanted).headset is policy


def test_the_keyboard_is_tried_as_the_policy_says(manifest: Manifest) -> None:
    for policy in (True, False):
        wanted = with_policies(manifest, needs_input_check=policy)
        assert check_needs(wanted).keyboard is policy


def test_while_the_package_is_on_its_way_the_keyboard_is_tried() -> None:
    assert steps_of(check_needs(None)) == (CheckStep.RULES, CheckStep.INPUT)


def test_a_start_is_offered_at_once_and_forced_after_three_minutes() -> None:
    assert start_offer(None) is StartOffer.NONE
    assert start_offer(0) is StartOffer.OFFERED
    assert start_offer(FORCED_AFTER_MS - 1) is StartOffer.OFFERED
    assert start_offer(FORCED_AFTER_MS) is StartOffer.FORCED
    assert forced_in_ms(0) == FORCED_AFTER_MS
    assert forced_in_ms(FORCED_AFTER_MS + 1) == 0
