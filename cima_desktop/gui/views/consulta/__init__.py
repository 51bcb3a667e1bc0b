"""The desk of Consulta: who waits, what is due, the first visit, and what one shift tells the next."""
