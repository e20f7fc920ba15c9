"""What a person does and sees in a browser."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

FOCUSED = """() => {
  const element = document.activeElement;
  return (element.labels?.[0] ?? element).innerText.split("\\n")[0];
}"""
AXE = Path(__file__).parent.parent / "javascript/node_modules/axe-core/axe.min.js"
CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


@dataclass
class Visitor:
    """A window, and everything in it that went wrong."""

    page: Any
    demo: Any
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _note_message(self, message):
        url = message.location["url"]
        if message.type in ("error", "warning") and not url.endswith("/favicon.ico"):
            self.troubles.append(f"{message.text} {url}")

    def check(self):
        """No script failed, nothing was missing, no policy was violated."""
        assert self.troubles == []

    def expect_refusal(self, status):
        """The browser's note that a page came with this status is no trouble."""
        self.troubles = [text for text in self.troubles if f"status of {status}" not in text]

    def sign_in(self, username):
        """Sign in on the login page."""
        user = self.demo.user(username)
        self.page.goto("/accounts/login/")
        self.page.fill("[name=username]", user["username"])
        self.page.fill("[name=password]", user["password"])
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "login" not in url)

    def ask(self, redirect_uri, **changes):
        """Come from the desktop client with a request."""
        url = self.demo.authorization_url("desktop", redirect_uri=redirect_uri, **changes)
        return self.page.goto(url)

    def answer(self, redirect_uri):
        """What the application was told at its redirect URI."""
        self.page.wait_for_url(f"{redirect_uri}?*")
        return dict(parse_qsl(urlsplit(self.page.url).query))

    @property
    def focused(self):
        """The label or the text of what has the focus."""
        return self.page.evaluate(FOCUSED)

    def is_wider_than_the_window(self):
        """Must one scroll sideways?"""
        return self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    def faint_texts(self):
        """Texts with less contrast than WCAG 2.2 §1.4.3 asks for."""
        return self.page.evaluate(CONTRAST)

    def violations(self):
        """What axe finds wrong for people who see, hear, move or think in another way."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run()")["violations"]
        return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]

    def look(self, name):
        """A picture, for whoever set SCREENSHOTS."""
        if folder := os.environ.get("SCREENSHOTS"):
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
