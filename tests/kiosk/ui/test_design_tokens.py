import pytest
from hypothesis import given, strategies as st

from kiosk.ui.design_tokens import (
    LEAST_CONTRAST,
    LEAST_EDGE_CONTRAST,
    LIGHT,
    TEXT_PERCENTS,
    TextScale,
    is_narrow,
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXTS = [
    (LIGHT.ink, LIGHT.surface),
    (LIGHT.ink, LIGHT.ground),
    (LIGHT.ink, LIGHT.accent_wash),
    (LIGHT.ink, LIGHT.warn_wash),
    (LIGHT.ink, LIGHT.bad_wash),
    (LIGHT.quiet_ink, LIGHT.surface),
    (LIGHT.quiet_ink, LIGHT.ground),
    (LIGHT.accent, LIGHT.surface),
    (LIGHT.accent, LIGHT.accent_wash),
    (LIGHT.on_accent, LIGHT.accent),
    (LIGHT.on_accent, LIGHT.accent_pressed),
    (LIGHT.on_accent, LIGHT.bad),
    (LIGHT.good, LIGHT.good_wash),
    (LIGHT.warn, LIGHT.warn_wash),
    (LIGHT.warn, LIGHT.surface),
    (LIGHT.bad, LIGHT.bad_wash),
    (LIGHT.bad, LIGHT.surface),
]
EDGES = [
    (LIGHT.edge, LIGHT.surface),
    (LIGHT.edge, LIGHT.ground),
    (LIGHT.focus, LIGHT.surface),
    (LIGHT.focus, LIGHT.ground),
    (LIGHT.focus, LIGHT.accent_wash),
    (LIGHT.focus_on_accent, LIGHT.accent_pressed),
]


@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= LEAST_CONTRAST


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_every_edge_and_ring_stands_out_from_its_ground(edge: str, ground: str) -> None:
    assert contrast(edge, ground) >= LEAST_EDGE_CONTRAST


@given(percent=st.sampled_from(TEXT_PERCENTS))
def test_larger_and_smaller_lead_back(percent: int) -> None:
    scale = TextScale(percent)

    if percent < TEXT_PERCENTS[-1]:
        assert scale.larger.smaller == scale
    assert scale.smaller.percent <= percent <= scale.larger.percent


def test_the_scale_ends_at_both_ends() -> None:
    assert TextScale(100).smaller == TextScale(100)
    assert TextScale(250).larger == TextScale(250)


def test_a_percentage_between_the_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="110"):
        TextScale(110)


@given(percent=st.sampled_from(TEXT_PERCENTS), text_px=st.integers(10, 50))
def test_what_is_pressed_is_always_higher_than_its_text(
    percent: int, text_px: int
) -> None:
    scale = TextScale(percent)

    assert scale.target(44, text_px) > scale.px(text_px)
    assert scale.target(44, text_px) >= 44


def test_a_usual_screen_is_narrow_only_with_very_large_text() -> None:
    assert not is_narrow(1024, TextScale(100))
    assert not is_narrow(1366, TextScale(150))
    assert is_narrow(1366, TextScale(200))
    assert is_narrow(1024, TextScale(125))
