"""Several server processes on one database: what one of them does, all others know."""
