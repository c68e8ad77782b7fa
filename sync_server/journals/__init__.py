"""Taking journals in: checked, durable, acknowledged."""
