"""exam-server: one file a command."""
