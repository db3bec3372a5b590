"""The embedded reader: passages read by a cross-encoder, their sentences weighed, the best one given with its span."""
