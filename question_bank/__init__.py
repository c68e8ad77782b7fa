"""Shared ground of both programs: what an exam is, and the byte layouts that travel."""
