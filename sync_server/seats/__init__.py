"""Paired computers, and who may sit at them: rules and services."""
