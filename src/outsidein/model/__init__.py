"""The customer process: its parts, steps, behaviour, scenarios, and what is wrong with it."""
