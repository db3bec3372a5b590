"""Summaries: what is to be summarized, its parts, and the sentences that stand for them."""
