"""The lock: holds a candidate in the exam, says what it cannot hold, and always lets go."""
