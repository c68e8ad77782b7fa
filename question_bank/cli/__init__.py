"""exam-bank: one file a command."""
