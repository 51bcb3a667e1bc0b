"""Table and list models: rows, not a database."""
