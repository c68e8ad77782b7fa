"""The server database's tables, and the migrations that make them."""
