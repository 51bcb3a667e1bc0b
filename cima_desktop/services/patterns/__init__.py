"""What several cases have in common, and what the work of a period comes to in numbers."""
