"""The ways to answer: each a module behind one signature, chosen in `router`."""
