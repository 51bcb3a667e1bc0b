"""What the operator of the hotline does: takes a call, finds what was told before, marks a number, ties reports."""
