"""The settings, one section a file."""
