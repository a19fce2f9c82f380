"""What is known: the model of a chronicle, and its loader, citations, schema and export."""
