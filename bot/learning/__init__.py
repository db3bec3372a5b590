"""What ships is learned here; nothing at run time imports it."""
