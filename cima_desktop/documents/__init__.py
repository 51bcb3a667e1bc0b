"""Document packs become PDF bytes and preview pages. The only package that imports reportlab and pypdfium2."""
