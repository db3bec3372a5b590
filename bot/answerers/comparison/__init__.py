"""Questions of several parts, and which of two things is more: what both say is set side by side."""
