"""exam-kiosk: one file a command."""
