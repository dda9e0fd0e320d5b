"""The customer's side of a log: who does what, who waits for whom, visits and journeys."""
