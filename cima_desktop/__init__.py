"""CIMA Desktop: encrypted case, contact and emergency-plan records that stay on one computer."""

__version__ = "0.1.0"
