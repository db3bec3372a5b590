"""Make the index match the folder of documents, check it, and clean it."""
