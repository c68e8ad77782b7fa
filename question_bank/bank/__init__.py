"""The item bank: one SQLite file, and the only place of question_bank that knows SQL."""
