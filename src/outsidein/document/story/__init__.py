"""Plain stories: what one customer lived through, a line a step, made into a process."""
