"""What can be wrong with a process: a function a rule, grouped by what it looks at."""
