"""What a site includes to be spoken to by Mastodon's clients."""
