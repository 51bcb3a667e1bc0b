"""The agenda: appointments and hearings, by day, week and month."""
