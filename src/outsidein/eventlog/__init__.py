"""Event logs: what customers went through, one row a visit, one row a case."""
