"""What is kept: record kinds declared once, ids, values, rules and errors. Standard library and attrs only."""
