"""Simulating customers as actors: program, draws, twin, kernel, runs and comparisons."""
