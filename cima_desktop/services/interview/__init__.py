"""The guided interview: its steps, what has been answered, and how answers are kept."""
