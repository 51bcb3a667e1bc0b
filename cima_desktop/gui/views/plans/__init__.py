"""Family plans and their packets."""
