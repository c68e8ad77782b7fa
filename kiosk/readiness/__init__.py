"""Whether this computer can hold an exam: what to measure, and what it means."""
