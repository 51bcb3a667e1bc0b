"""The directory: whom people can be sent to, how fresh what we know of them is, and what is handed to them on paper."""
