"""The family interview, step by step."""
