import pytest

from oauth_provider.domain.logo import origin_of


@pytest.mark.parametrize(
    ("uri", "origin"),
    [
        ("https://img.example/logo.png", "https://img.example"),
        ("https://img.example:8443/a?b#c", "https://img.example:8443"),
        ("https://IMG.Example/logo.png", "https://img.example"),
        ("https://localhost/x", "https://localhost"),
        ("https://xn--bcher-kva.example/x", "https://xn--bcher-kva.example"),
    ],
)
def test_the_origin_of_a_picture(uri, origin):
    assert origin_of(uri) == origin


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://img.example/logo.png",
        "//img.example/logo.png",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "https:///logo.png",
        "https://user@img.example/logo.png",
        "https://img.example;script-src 'unsafe-inline'/x",
        "https://img.example *",
        "https://img.example, https://evil.example/x",
        "https://*/x",
        "https://*.example/x",
        "https://b\u00fccher.example/x",
        "https://[::1]/x",
        "https://[broken/x",
        "https://img.example:port/x",
        "https://" + "a" * 300 + ".example/x",
    ],
)
def test_what_no_page_fetches(uri):
    assert origin_of(uri) is None
