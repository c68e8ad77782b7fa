"""The seat's side of the journal, pure: its first entry, going on after a crash, sync."""
