"""A document as HTML with its quotes marked: one module a kind, all behind the signature of `plain.view`."""
