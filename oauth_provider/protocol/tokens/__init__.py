"""Access token types: one module each."""
