"""Control flow from event logs: process trees, how well they fit, and where logs deviate."""
