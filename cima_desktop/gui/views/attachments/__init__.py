"""Files beside a record: adding, seeing, naming, and saving a readable copy on purpose."""
