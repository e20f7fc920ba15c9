"""What a person sees when an application made a mistake."""

import pytest

from .conftest import PHONE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_a_mistake_of_the_application_is_explained_in_place(open_browser, scheme, viewport):
    alice = open_browser(color_scheme=scheme, viewport=viewport)
    alice.sign_in("alice")
    response = alice.ask("https://elsewhere.example/" + "callback" * 30)
    alice.expect_refusal(400)
    alice.look(f"error-{scheme}-{viewport['width']}")
    assert response.status == 400
    assert "/oauth/authorize" in alice.page.url
    alice.page.get_by_role("heading", name="This request cannot be answered").wait_for()
    assert not alice.is_wider_than_the_window()
    assert alice.faint_texts() == []
