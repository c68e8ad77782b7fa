"""Checks: what a person should look at in a bank, found before a candidate finds it."""
