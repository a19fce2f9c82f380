"""Question → Answer, from a chronicle."""
