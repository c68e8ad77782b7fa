"""What is said while answers cannot be made durable. Pure."""

from kiosk.ui.presenters.message import Message, message


def save_failure(code: str) -> Message:
    """Return the words for the banner; `code` stands at their end, for the staff."""
    return message("banner.save_failure", code=code)
