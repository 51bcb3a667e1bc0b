"""Records of any kind: lists, details, forms and their tabs."""
