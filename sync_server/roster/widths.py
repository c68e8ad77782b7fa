"""Full-width digits, letters and signs as ordinary ones. Pure."""

_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}


def folded(text: str) -> tuple[str, bool]:
    """Return the text with full-width ASCII folded, and whether anything was."""
    plain = text.translate(_FULL_WIDTH)
    return plain, plain != text
