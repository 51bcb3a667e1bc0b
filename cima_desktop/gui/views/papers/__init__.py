"""Papers: the list, one document, preview, printing."""
