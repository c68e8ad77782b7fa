"""Taking an exam package in and opening it: rules only, through ports."""
