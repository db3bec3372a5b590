"""A shallow parser: who does what to whom, as far as the order of English words tells."""
