"""Volunteers at work: who is trained, on call and near, and what each has taken on; one family of verbs a file."""
