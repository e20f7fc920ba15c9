"""What the tests do with the tokens that a client library got."""


class Microblog:
    """The demo's API, as a client library's HTTP session calls it."""

    def __init__(self, url):
        self.url = url

    def username(self, session):
        """Whose token is it?"""
        response = session.get(f"{self.url}/accounts/verify_credentials")
        assert response.status_code == 200, response.text
        return response.json()["username"]

    def post(self, session, text):
        """Post a status. The response."""
        return session.post(f"{self.url}/statuses", data={"status": text})

    def search(self, session, name):
        """The first account of this name."""
        response = session.get(f"{self.url}/accounts/search", params={"q": name})
        assert response.status_code == 200, response.text
        return response.json()[0]

    def follow(self, session, name):
        """Follow an account. The response."""
        account = self.search(session, name)
        return session.post(f"{self.url}/accounts/{account['id']}/follow")

    def assert_everything_is_allowed(self, session):
        """Read, post and follow, for Alice."""
        assert self.username(session) == "alice"
        posted = self.post(session, "Sent by a machine")
        assert posted.status_code == 200, posted.text
        assert posted.json()["content"] == "<p>Sent by a machine</p>"
        followed = self.follow(session, "bob")
        assert followed.status_code == 200, followed.text
        assert followed.json()["following"] is True

    def assert_only_reading_is_allowed(self, session):
        """Read for Alice, and nothing else."""
        assert self.username(session) == "alice"
        for refused in (self.post(session, "Not sent"), self.follow(session, "bob")):
            assert refused.status_code == 403, refused.text
            assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]

    def assert_nothing_is_allowed(self, session):
        """The token has ended."""
        response = session.get(f"{self.url}/accounts/verify_credentials")
        assert response.status_code == 401, response.text
        assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]
