"""Accounts, statuses, follows, blocks and mutes, with an API shaped like Mastodon's."""
