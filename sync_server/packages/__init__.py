"""Exam packages at the site: whom it trusts, taking a package in, opening it."""
