"""The encrypted file, its keys and its migrations. The only package that imports sqlcipher3."""
