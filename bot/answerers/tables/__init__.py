"""Answers that are looked up in, chosen from, counted or computed over the rows of a table."""
