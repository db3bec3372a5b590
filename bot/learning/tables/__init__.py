"""Teaches which computation a question about a table means."""
