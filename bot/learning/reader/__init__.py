"""Teaching the reader."""
