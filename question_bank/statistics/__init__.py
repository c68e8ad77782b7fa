"""Figures of items, tasks and forms; and of the whole bank. Pure."""
