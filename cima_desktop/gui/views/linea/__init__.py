"""The hotline: the form of a call, what to say beside it, what was told before, and the list of calls."""
