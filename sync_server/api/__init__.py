"""What seats and staff programs call over HTTP."""
