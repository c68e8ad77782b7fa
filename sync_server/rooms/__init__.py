"""Room sessions and the orders given in them: rules and services."""
