"""What happens in a sitting beside responses: by the candidate, and around the seat. Pure."""

from question_bank.formats.entry_bodies import (
    ClockJumped,
    FocusGained,
    FocusLost,
    HelpCalled,
    NotesSet,
    Observed,
    OptionStruck,
    ScreenCovered,
    StaffActed,
)
from question_bank.formats.sound_bodies import (
    PlayEnded,
    PlayStarted,
    RecordingChunk,
    RecordingEnded,
    RecordingStarted,
)

CandidateAct = OptionStruck | NotesSet | PlayStarted | RecordingStarted | ScreenCovered
"""What a candidate does that changes no response."""

SeatNews = (
    PlayEnded
    | RecordingChunk
    | RecordingEnded
    | HelpCalled
    | FocusLost
    | FocusGained
    | ClockJumped
    | Observed
    | StaffActed
    | ScreenCovered
)
"""What is written whether or not the sitting is locked."""
