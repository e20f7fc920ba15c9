"""The pages on which users see, narrow and withdraw what they allowed."""
