"""Site server: rooms, seats and sittings; receives journals, marks and gives results."""
