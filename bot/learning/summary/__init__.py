"""How much each sign of a sentence counts in a summary is learned from public data."""
