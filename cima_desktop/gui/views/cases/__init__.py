"""The cases: the list, the card of one case, and its parts."""
