"""What an index is made of: manifest, vectors, words."""
