"""Consulta Tu Compa: the first visit, the case that comes of it, and what each navigator has before them."""
