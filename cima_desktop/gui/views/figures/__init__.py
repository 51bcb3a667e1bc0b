"""Patterns and figures: the same employer in several cases, counts of a period, the grid of raids, the report."""
