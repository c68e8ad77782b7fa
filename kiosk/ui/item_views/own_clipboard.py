"""What was copied inside this sitting; the computer's clipboard is neither read nor written."""


class OwnClipboard:
    """One for all fields of a sitting; empty for the next candidate.

    Attributes:
        text: What was copied last; "" while nothing was.
    """

    def __init__(self) -> None:
        self.text = ""

    def clear(self) -> None:
        """Forget it: the sitting is over."""
        self.text = ""
