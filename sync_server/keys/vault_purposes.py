"""What the vault seals or derives, and under which name. Pure."""

from uuid import UUID


def id_number_purpose(candidate_uuid: str) -> str:
    """Return the purpose of a sealed ID number."""
    return f"id-number {candidate_uuid}"


def photo_purpose(candidate_uuid: str) -> str:
    """Return the purpose of a sealed photo."""
    return f"photo {candidate_uuid}"


def leave_key_purpose(seat_uuid: UUID) -> str:
    """Return the purpose of the key that a seat's leave codes are made with."""
    return f"leave key {seat_uuid}"
