"""Benchmarks: the order process beside other simulators, and the project's own limits."""
