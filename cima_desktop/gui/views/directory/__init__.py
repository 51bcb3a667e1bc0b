"""The directory: whom people can be sent to, the lawyers among them, and the slip to take along."""
