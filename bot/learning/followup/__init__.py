"""Teaching what follow-ups leave out."""
