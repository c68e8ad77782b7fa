import pytest
from hypothesis import given, strategies as st

from kiosk.ui.design_tokens import (
    CONTRAST,
    LEAST_CONTRAST,
    LEAST_EDGE_CONTRAST,
    PALETTES,
    SCREEN_PERCENTS,
    TEXT_PERCENTS,
    Palette,
    TextScale,
    Theme,
    is_header_full,
    is_narrow,
    screen_percent,
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
    ("ink", "surface"),
    ("ink", "ground"),
    ("ink", "accent_wash"),
    ("ink", "good_wash"),
    ("ink", "warn_wash"),
    ("ink", "bad_wash"),
    ("quiet_ink", "surface"),
    ("quiet_ink", "ground"),
    ("accent", "surface"),
    ("accent", "ground"),
    ("accent", "accent_wash"),
    ("on_accent", "accent"),
    ("on_accent", "accent_pressed"),
    ("on_accent", "bad"),
    ("good", "good_wash"),
    ("warn", "warn_wash"),
    ("warn", "surface"),
    ("bad", "bad_wash"),
    ("bad", "surface"),
    ("on_band", "practice"),
    ("on_band", "trial"),
    ("surface", "ink"),
]
EDGES = [
    ("edge", "surface"),
    ("edge", "ground"),
    ("accent", "ground"),
    ("focus", "surface"),
    ("focus", "ground"),
    ("focus", "accent_wash"),
    ("focus", "warn_wash"),
    ("focus", "bad_wash"),
    ("focus_on_accent", "accent_pressed"),
]
PALETTE = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


@PALETTE
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_stands_out_from_its_ground(
    palette: Palette, text: str, ground: str
) -> None:
    found = contrast(getattr(palette, text), getattr(palette, ground))

    assert found >= LEAST_CONTRAST


@PALETTE
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_every_edge_and_ring_stands_out_from_its_ground(
    palette: Palette, edge: str, ground: str
) -> None:
    found = contrast(getattr(palette, edge), getattr(palette, ground))

    assert found >= LEAST_EDGE_CONTRAST


def test_high_contrast_is_as_high_as_it_goes() -> None:
    assert contrast(CONTRAST.ink, CONTRAST.surface) == 21
    assert contrast(CONTRAST.quiet_ink, CONTRAST.surface) == 21
    assert contrast(CONTRAST.disabled, CONTRAST.ground) >= LEAST_CONTRAST


def test_every_theme_has_its_palette() -> None:
    assert set(PALETTES) == set(Theme)
    assert all(palette.theme is theme for theme, palette in PALETTES.items())


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


@pytest.mark.parametrize(
    ("width", "height", "percent"),
    [
        (1024, 768, 100),
        (1280, 1024, 100),
        (1366, 768, 100),
        (1920, 1080, 120),
        (2560, 1440, 160),
        (3840, 2160, 240),
        (7680, 4320, 240),
        (1080, 1920, 100),
    ],
)
def test_sizes_follow_the_screen(width: int, height: int, percent: int) -> None:
    assert screen_percent(width, height) == percent


@given(
    percent=st.sampled_from(TEXT_PERCENTS),
    screen=st.sampled_from(SCREEN_PERCENTS),
    base_px=st.integers(1, 100),
)
def test_a_larger_screen_and_a_larger_text_never_make_anything_smaller(
    percent: int, screen: int, base_px: int
) -> None:
    scale, usual = TextScale(percent, screen), TextScale(percent)

    assert scale.px(base_px) >= usual.px(base_px) >= base_px
    assert scale.px(base_px) >= scale.bar(base_px) >= scale.room(base_px)
    assert scale.room(base_px) >= scale.line(base_px) >= base_px
    assert scale.larger.screen_percent == screen


def test_a_step_of_the_screen_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="110"):
        TextScale(100, 110)


def test_the_header_is_full_on_a_small_screen_and_with_large_text() -> None:
    assert is_header_full(1024, TextScale(100))
    assert not is_header_full(1366, TextScale(100))
    assert is_header_full(1366, TextScale(150))
    assert not is_header_full(3840, TextScale(100, 240))
