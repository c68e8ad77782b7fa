"""Sample exams with real content and media, for demonstrations, rehearsals and tests."""
