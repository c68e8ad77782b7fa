"""Drawn portraits of candidates who do not exist, for the photos of a roster."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 300, 400
SCALE = 3
"""Drawn larger and reduced, so that edges are smooth."""

Colour = tuple[int, int, int]
HAIR: Colour = (38, 32, 34)
GREY_HAIR: Colour = (150, 148, 150)
LIP: Colour = (176, 92, 88)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a person looks.

    Attributes:
        hair: "short", "bob", "long", "bun" or "parted".
    """

    skin: Colour = (238, 205, 178)
    hair: str = "short"
    hair_colour: Colour = HAIR
    coat: Colour = (46, 66, 104)
    collar: Colour = (245, 245, 245)
    ground: Colour = (108, 160, 216)
    has_glasses: bool = False
    face_width: int = 128


def portrait_jpeg(look: Look) -> bytes:
    """Return a portrait in the proportions of an ID photo."""
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), look.ground)
    pen = _Pen(picture)
    _light(picture)
    _hair_behind(pen, look)
    _body(pen, look)
    _face(pen, look)
    _hair_in_front(pen, look)
    if look.has_glasses:
        _glasses(pen)
    small = picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "JPEG", quality=90)
    return written.getvalue()


class _Pen:
    """Draws in the coordinates of the finished picture."""

    def __init__(self, picture: Image.Image) -> None:
        self._draw = ImageDraw.Draw(picture)

    def oval(self, x: int, y: int, width: int, height: int, fill: Colour) -> None:
        """Fill an oval around (x, y)."""
        self._draw.ellipse(_box(x, y, width, height), fill=fill)

    def dome(self, x: int, y: int, width: int, height: int, fill: Colour) -> None:
        """Fill the upper half of an oval around (x, y)."""
        self._draw.pieslice(_box(x, y, width, height), 180, 360, fill=fill)

    def block(self, x: int, y: int, width: int, height: int, fill: Colour) -> None:
        """Fill a rounded rectangle around (x, y)."""
        box = _box(x, y, width, height)
        self._draw.rounded_rectangle(box, radius=18 * SCALE, fill=fill)

    def shape(self, *points: tuple[int, int], fill: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def bow(
        self, x: int, y: int, size: tuple[int, int], ink: Colour, *, up: bool
    ) -> None:
        """Draw a bow around (x, y), 3 pixels thick."""
        angles = (200, 340) if up else (20, 160)
        box = _box(x, y, *size)
        self._draw.arc(box, *angles, fill=ink, width=3 * SCALE)

    def ring(self, x: int, y: int, width: int, height: int, ink: Colour) -> None:
        """Draw a ring around (x, y)."""
        self._draw.ellipse(_box(x, y, width, height), outline=ink, width=3 * SCALE)


def _box(x: int, y: int, width: int, height: int) -> tuple[int, int, int, int]:
    half_width, half_height = width * SCALE // 2, height * SCALE // 2
    return (
        x * SCALE - half_width,
        y * SCALE - half_height,
        x * SCALE + half_width,
        y * SCALE + half_height,
    )


def _light(picture: Image.Image) -> None:
    glow = Image.new("L", picture.size, 0)
    ImageDraw.Draw(glow).ellipse(_box(150, 170, 330, 420), fill=70)
    glow = glow.filter(ImageFilter.GaussianBlur(40 * SCALE))
    picture.paste(Image.new("RGB", picture.size, (255, 255, 255)), mask=glow)


def _darker(colour: Colour, percent: int) -> Colour:
    red, green, blue = (part * (100 - percent) // 100 for part in colour)
    return red, green, blue


def _hair_behind(pen: _Pen, look: Look) -> None:
    width = look.face_width + 36
    if look.hair == "long":
        pen.block(150, 235, width + 6, 200, look.hair_colour)
    elif look.hair == "bob":
        pen.block(150, 205, width + 8, 150, look.hair_colour)
    elif look.hair == "bun":
        pen.oval(150, 66, 62, 56, look.hair_colour)
    pen.oval(150, 160, width - 8, 182, look.hair_colour)


def _body(pen: _Pen, look: Look) -> None:
    pen.block(150, 400, 270, 140, look.coat)
    pen.block(150, 300, 58, 90, _darker(look.skin, 8))
    pen.shape(
        (121, 318),
        (150, 356),
        (179, 318),
        (196, 340),
        (150, 400),
        (104, 340),
        fill=look.collar,
    )
    pen.shape(
        (128, 322), (150, 348), (172, 322), (150, 330), fill=_darker(look.skin, 8)
    )


def _face(pen: _Pen, look: Look) -> None:
    for side in (-1, 1):
        pen.oval(150 + side * look.face_width // 2, 190, 24, 40, _darker(look.skin, 6))
    pen.oval(150, 188, look.face_width, 176, look.skin)
    for side in (-1, 1):
        x = 150 + side * 29
        pen.oval(x, 186, 25, 13, (252, 252, 252))
        pen.oval(x, 186, 12, 12, (52, 38, 34))
        pen.oval(x + 2, 184, 4, 4, (255, 255, 255))
        pen.bow(x, 184, (28, 18), (70, 52, 48), up=True)
        pen.bow(x, 172, (36, 14), _darker(look.hair_colour, 10), up=True)
        pen.oval(150 + side * 38, 218, 26, 15, _blend(look.skin, (240, 150, 140)))
    pen.bow(150, 214, (18, 14), _darker(look.skin, 22), up=False)
    pen.bow(150, 236, (42, 22), LIP, up=False)


def _blend(one: Colour, other: Colour) -> Colour:
    red, green, blue = ((3 * a + b) // 4 for a, b in zip(one, other, strict=True))
    return red, green, blue


def _hair_in_front(pen: _Pen, look: Look) -> None:
    width = look.face_width
    pen.dome(150, 158, width + 22, 130, look.hair_colour)
    forehead = {"short": 148, "bob": 152, "long": 160, "bun": 164, "parted": 160}
    top = forehead[look.hair]
    if look.hair == "parted":
        pen.shape((112, 160), (136, 118), (188, 160), fill=look.skin)
    else:
        pen.dome(150, 172, width - 14, (172 - top) * 3, look.skin)
    if look.hair in {"long", "bob"}:
        for side in (-1, 1):
            x = 150 + side * (width // 2 + 2)
            pen.block(x, 200, 22, 96, look.hair_colour)


def _glasses(pen: _Pen) -> None:
    ink = (44, 44, 52)
    for side in (-1, 1):
        pen.ring(150 + side * 30, 187, 46, 36, ink)
    pen.bow(150, 190, (18, 12), ink, up=True)
