"""One widget a kind of task, and what content looks like. No rules here."""
