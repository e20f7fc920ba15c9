"""The pages on which developers register and manage their applications."""
