"""Questions about the folder itself: which documents there are, which are meant, and what they are about."""
