"""What was measured on a computer, before anybody judges it. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class ForgettingSign(StrEnum):
    """Why a disk is thought to forget at a restart."""

    FORGOT = "FORGOT"
    """It did: the server remembers a later start of this seat than the disk."""
    VOLATILE = "VOLATILE"
    """The data folder lies in memory, or on a layer that a restart throws away."""
    SOFTWARE = "SOFTWARE"
    """A program or driver that is known to restore disks is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneSample:
    """About a second of what the microphone gave.

    Attributes:
        peak_dbfs: Loudest sample, dB below full scale.
        is_dead: All samples alike: no microphone hears nothing at all.
    """

    device_name: str
    peak_dbfs: float
    is_dead: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Where the current comes from.

    Attributes:
        percent: Of the battery's charge; None without a battery.
    """

    is_on_mains: bool
    percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """All that was measured; None: could not be found out.

    Attributes:
        clock_offset_ms: Wall clock of the seat minus the server's.
        server_ms: How long the server took to answer.
        server_problem: Code of why it did not; empty when it did.
        display: Width and height in pixels of the screen.
        missing_fonts: Families that the screens need.
        input_method: Name of the one that runs; "" when none does.
        headphones: Name of the output that would be used; "" when there is none.
        microphone: None while no sample was taken; `has_microphone` says whether one
            could be.
        oldest_program: What the room's package asks for.
        forgetting: Signs that the disk forgets, each with what was seen.
        antivirus: Names of the watching programs that were seen.
        has_package, has_room_card: What a seat needs to begin without a server.
    """

    disk_free_bytes: int | None = None
    is_disk_writable: bool | None = None
    memory_available_bytes: int | None = None
    clock_offset_ms: int | None = None
    server_ms: int | None = None
    server_problem: str = ""
    is_paired: bool = True
    display: tuple[int, int] | None = None
    missing_fonts: tuple[str, ...] | None = None
    input_method: str | None = None
    headphones: str | None = None
    has_microphone: bool | None = None
    microphone: MicrophoneSample | None = None
    power: Power | None = None
    program_version: str = ""
    oldest_program: str | None = None
    forgetting: tuple[tuple[ForgettingSign, str], ...] = ()
    antivirus: tuple[str, ...] | None = None
    has_package: bool | None = None
    has_room_card: bool | None = None
