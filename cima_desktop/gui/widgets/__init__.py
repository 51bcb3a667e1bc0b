"""Promoted widgets: small, named, theme-aware."""
