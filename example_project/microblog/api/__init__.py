"""The API, shaped like Mastodon's."""
