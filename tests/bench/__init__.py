"""Measurements, not tests: ratios of work done in turn in one run (`make bench`)."""
