"""The six candidates of the demo: names and numbers that belong to nobody, photos, roster.

`write_roster(folder)` writes `roster.csv` and `photos.zip` as a site gets them.
"""

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.portraits import GREY_HAIR, Look, portrait_jpeg

SESSION_CODE = "DEMO-1"
ROOM_CODE = "101"
ID_TAIL_LENGTH = 6
HEADINGS = (
    "准考证号",
    "姓名",
    "证件号",
    "称谓",
    "场次",
    "考场",
    "机位",
    "试卷",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A candidate as the roster has them."""

    admission_number: str
    name: str
    form_of_address: str
    id_number: str
    seat_code: str
    form_code: str
    look: Look

    @property
    def id_tail(self) -> str:
        """What is typed to log in."""
        return self.id_number[-ID_TAIL_LENGTH:]


def resident_id(area: str, born: str, serial: str) -> str:
    """Return a resident ID number with its check character.

    Source:
        GB 11643-1999; written here once more, for the product's own is under test.
    """
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    digits = area + born + serial
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, weights, strict=True)
    )
    return digits + "10X98765432"[total % 11]


def _person(number: int, name: str, address: str, id_number: str, look: Look) -> Person:
    return Person(
        admission_number=f"2026112200{number:02}",
        name=name,
        form_of_address=address,
        id_number=id_number,
        seat_code=f"{number:02}",
        form_code="AB"[(number - 1) % 2],
        look=look,
    )


# The area code 999999 was never given out: no number here can be a living person's.
PEOPLE: Sequence[Person] = (
    _person(
        1,
        "王秀英",
        "女士",
        resident_id("999999", "19680412", "002"),
        Look(hair="bun", hair_colour=GREY_HAIR, coat=(120, 60, 80), face_width=132),
    ),
    _person(
        2,
        "李国强",
        "先生",
        resident_id("999999", "19850923", "013"),
        Look(hair="short", coat=(40, 52, 74), skin=(226, 188, 158), face_width=138),
    ),
    _person(
        3,
        "张雨桐",
        "女士",
        resident_id("999999", "20010306", "024"),
        Look(hair="long", coat=(52, 96, 92), skin=(243, 213, 190)),
    ),
    _person(
        4,
        "陈志远",
        "先生",
        resident_id("999999", "19921118", "035"),
        Look(hair="parted", coat=(84, 84, 92), has_glasses=True),
    ),
    _person(
        5,
        "阿依古丽·买买提",
        "女士",
        resident_id("999999", "19960730", "046"),
        Look(
            hair="bob",
            hair_colour=(70, 46, 36),
            coat=(150, 106, 44),
            skin=(240, 206, 176),
            face_width=124,
        ),
    ),
    _person(
        6,
        "赵晓梅",
        "女士",
        resident_id("999999", "19790115", "020"),
        Look(hair="bob", coat=(70, 60, 110), has_glasses=True, face_width=134),
    ),
)


def write_roster(folder: Path, people: Sequence[Person] = PEOPLE) -> tuple[Path, Path]:
    """Write the roster and the photos; return both paths."""
    roster, photos = folder / "roster.csv", folder / "photos.zip"
    with roster.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for person in people:
            writer.writerow(
                (
                    person.admission_number,
                    person.name,
                    person.id_number,
                    person.form_of_address,
                    SESSION_CODE,
                    ROOM_CODE,
                    person.seat_code,
                    person.form_code,
                )
            )
    with zipfile.ZipFile(photos, "w") as archive:
        for person in people:
            archive.writestr(f"{person.id_number}.jpg", portrait_jpeg(person.look))
    return roster, photos
