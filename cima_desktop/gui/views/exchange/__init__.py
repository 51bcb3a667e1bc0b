"""Handing records to other coordinators and taking theirs in, one section a file."""
