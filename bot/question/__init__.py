"""What was asked: checked, completed from the conversation, understood."""
