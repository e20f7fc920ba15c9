"""What a page may load: what this site serves, and nothing that is written into the page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No form-action: browsers would apply it to the redirects that follow a sign-in, too.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)

Answer = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Answer) -> Answer:
    """A middleware: the policy for each page that has none of its own."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer
