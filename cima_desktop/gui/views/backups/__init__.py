"""Backups: the one that keeps them, and the dialogs that bring them back."""
