"""Acts of people, in one place for the console, the staff API and the commands."""
