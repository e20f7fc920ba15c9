"""What to click, for whoever started the demo."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from .clients import Registration
from .users import Login

TEXT = """
The oauth_provider demo is at {base}

  Sign in at {base}/accounts/login/, or sign up there
{logins}

  Public timeline       {base}/public/
  Your applications     {base}/oauth/applications/
  What you allowed      {base}/oauth/authorized/
  Administration        {base}/admin/
  The API               {base}/api/docs/
  Server metadata       {base}/.well-known/oauth-authorization-server

  A client asks for itself:

    curl -u {service.client_id}:{service.client_secret} \\
      -d grant_type=client_credentials {base}/oauth/token

  A client asks for a user. Open this, sign in and allow it:

    {authorize}

  Nothing listens there, so copy the code from the address bar, within a minute:

    curl -u {web.client_id}:{web.client_secret} \\
      -d grant_type=authorization_code -d redirect_uri={web.redirect_uris[0]} \\
      -d code=CODE {base}/oauth/token

  and use the access token:

    curl -H "Authorization: Bearer TOKEN" {base}/api/v1/accounts/verify_credentials

Ctrl-C ends it.
"""


def guide(base: str, logins: Iterable[Login], clients: Mapping[str, Registration]) -> str:
    """The whole text."""
    return TEXT.format(
        base=base,
        logins="\n".join(f"    {login.username:<8}{login.password}" for login in logins),
        service=clients["service"],
        web=clients["web"],
        authorize=authorize_url(base, clients["web"]),
    )


def authorize_url(base: str, client: Registration) -> str:
    """Where a user is asked to allow all that the client may ask for."""
    parameters = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uris[0],
        "scope": client.scopes,
        "state": "demo",
    }
    return f"{base}/oauth/authorize?{urlencode(parameters)}"
