"""What is kept: record kinds declared once, ids, values, rules and errors. Standard library and attrs only."""

from cima_desktop.model import papers, people, plans, work

__all__ = ["papers", "people", "plans", "work"]
"""Importing the package registers every record kind."""
