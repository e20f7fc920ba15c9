"""The microblog in a browser."""
