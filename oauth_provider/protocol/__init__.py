"""The only code that speaks oauthlib: grants, client authentication, tokens, errors."""
