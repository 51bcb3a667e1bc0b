"""Somebody was detained: one screen with everything whoever answers the telephone needs."""
