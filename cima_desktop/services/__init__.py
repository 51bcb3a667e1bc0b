"""What a person can do, one family of verbs a file. No Qt."""
