"""Whether a sentence answers a question, told by a cross-encoder that was taught to."""
