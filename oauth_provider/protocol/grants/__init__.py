"""Grant types: one module each, with the validator that oauthlib's grant asks."""
