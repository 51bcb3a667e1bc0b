"""Work-ups of a case: a home at risk, unpaid wages, a bill, going along to an appointment."""
