"""Ways in and out: the first run, the locked door, the lock itself."""
