"""What is done to a vault before a family's records are trusted to it (docs/testing.md); `python -m tests.torture`."""
