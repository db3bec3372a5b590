"""Questions -> scores."""
