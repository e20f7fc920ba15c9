"""A site's own users, by random keys."""
