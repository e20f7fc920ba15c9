"""The import, in the order in which it runs: scopes, clients, what has ended, families, tokens."""
