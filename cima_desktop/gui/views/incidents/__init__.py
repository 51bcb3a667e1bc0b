"""Verification and alerts: what is verified by whom, and what the community is told."""
