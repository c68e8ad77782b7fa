"""What the vault seals of a candidate, and under which name. Pure."""


def id_number_purpose(candidate_uuid: str) -> str:
    """Return the purpose of a sealed ID number."""
    return f"id-number {candidate_uuid}"


def photo_purpose(candidate_uuid: str) -> str:
    """Return the purpose of a sealed photo."""
    return f"photo {candidate_uuid}"
