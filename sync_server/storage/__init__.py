"""Stores over SQLAlchemy Core; the only place that knows SQL."""
