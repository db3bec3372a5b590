"""An index that several machines share, on a Chroma server."""
