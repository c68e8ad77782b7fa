"""Moments as people at the site read them. Pure."""

from datetime import timedelta, timezone

from sync_server.clock import parse_utc_text

BEIJING = timezone(timedelta(hours=8))
"""All of China keeps this time, without daylight saving; see docs/decisions/0157."""


def beijing_time(utc: str) -> str:
    """Return a stored moment as `2026-11-22 09:30:05` in Beijing time."""
    return parse_utc_text(utc).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
