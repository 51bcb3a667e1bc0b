"""What is kept: record kinds declared once, ids, values, rules and errors. Standard library and attrs only.

Importing this package registers nothing, so that the locked window need not wait for it; `model.declared` does.
"""
