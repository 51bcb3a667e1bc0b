"""The change log and the tables made from it: read, save, history, undo, search."""
