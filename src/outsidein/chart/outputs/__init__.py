"""Pictures for other programs: PDF, a page to explore, slides with shapes."""
