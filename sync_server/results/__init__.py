"""Score sheets: what a session's sittings earned, as files for people."""
