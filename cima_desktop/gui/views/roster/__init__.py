"""Volunteers, their shifts and what they take on."""
