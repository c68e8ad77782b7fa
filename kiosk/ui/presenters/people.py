"""Who sits where: what several screens say of the seat and the candidate. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPlaceView:
    """Where this computer stands; empty strings before the pairing."""

    site_name: str = ""
    room_name: str = ""
    seat_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """The candidate as the roster has them.

    Attributes:
        form_of_address: How a proctor speaks to them, such as 王同学; may be empty.
        photo: JPEG or PNG bytes; empty when the roster has none.
    """

    name: str
    form_of_address: str = ""
    admission_number: str = ""
    photo: bytes = b""
