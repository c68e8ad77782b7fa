"""What people did and what was refused: a hash chain that nobody edits."""
