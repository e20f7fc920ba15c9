"""A small microblog that uses oauth_provider: the README, runnable."""
