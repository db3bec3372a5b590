"""Teach the judge whether a sentence answers a question."""
