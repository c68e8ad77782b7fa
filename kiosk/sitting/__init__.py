"""One sitting, pure: states as a table, time allowed, what a human act writes down."""
