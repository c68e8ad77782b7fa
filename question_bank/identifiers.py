"""Names for the things that cross machines, each a type of its own.

`…Uuid` crosses machines and never changes; `…Code` is typed or read aloud by people.
"""

from typing import NewType
from uuid import UUID

SiteUuid = NewType("SiteUuid", UUID)
PackageUuid = NewType("PackageUuid", UUID)
RoomSessionUuid = NewType("RoomSessionUuid", UUID)
SeatUuid = NewType("SeatUuid", UUID)
CandidateUuid = NewType("CandidateUuid", UUID)
SittingUuid = NewType("SittingUuid", UUID)
PairingUuid = NewType("PairingUuid", UUID)

FormCode = NewType("FormCode", str)
SessionCode = NewType("SessionCode", str)
RoomCode = NewType("RoomCode", str)
SeatCode = NewType("SeatCode", str)
AdmissionNumber = NewType("AdmissionNumber", str)

ItemId = NewType("ItemId", str)
TaskId = NewType("TaskId", str)
OptionId = NewType("OptionId", str)
SceneId = NewType("SceneId", str)
SectionId = NewType("SectionId", str)
MediaName = NewType("MediaName", str)
