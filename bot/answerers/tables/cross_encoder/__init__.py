"""The adapter upon the cross-encoder's body with which it reads what a question may mean of a table."""
