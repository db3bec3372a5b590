"""A Draft -> an Answer: citations, support, notes. The only place where an Answer is made."""
