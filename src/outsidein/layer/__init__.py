"""A document laid over a drawing: the drawing says the flow, the document the numbers."""
