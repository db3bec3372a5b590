"""Text: its encoding, lines, headings, sentences, words and passages."""
