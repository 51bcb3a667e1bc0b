"""One page or dialog a file."""
