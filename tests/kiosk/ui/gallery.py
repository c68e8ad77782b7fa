"""The one list of pictures: every screen of the seat, in what it can look like.

A new screen: write a function that shows it with realistic content (in a module
`gallery_<area>.py`), put it as a `Scenario` into that module's tuple, and name the tuple
here. Tests then hold its texts uncut, its widgets named, its picture as it was.
"""

from tests.kiosk.ui.gallery_day import AFTER, BEFORE
from tests.kiosk.ui.gallery_exam import EXAM
from tests.kiosk.ui.gallery_header import HEADER
from tests.kiosk.ui.gallery_lock import LOCK
from tests.kiosk.ui.gallery_readiness import READINESS
from tests.kiosk.ui.gallery_scenario import Scenario
from tests.kiosk.ui.gallery_sound import SOUND
from tests.kiosk.ui.gallery_stick import STICK
from tests.kiosk.ui.gallery_tools import TOOLS
from tests.kiosk.ui.gallery_way import WAY

SCENARIOS: tuple[Scenario, ...] = (
    *BEFORE,
    *EXAM,
    *AFTER,
    *HEADER,
    *LOCK,
    *STICK,
    *WAY,
    *READINESS,
    *SOUND,
    *TOOLS,
)
