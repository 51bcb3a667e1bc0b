"""Keeping and erasing: until when, legal holds, what is erased, and the page for the day papers are served."""
