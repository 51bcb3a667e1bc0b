"""What peers hand each other: identity cards and encrypted bundles. Bytes in, values out; it knows no vault."""
