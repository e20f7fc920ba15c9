import re
from pathlib import Path

import pytest

from oauth_provider.conf import conf

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text()):
        assert (page.parent / target).exists(), target


def test_every_setting_is_in_the_reference_with_its_meaning():
    reference = " ".join((ROOT / "docs/reference/settings.md").read_text().split())
    for setting in conf:
        assert f"`{setting.name}`" in reference
        assert setting.meaning in reference


def test_the_map_names_only_rooms_that_exist():
    text = (ROOT / "docs/map.md").read_text()
    for name in re.findall(
        r"`((?:domain|models|protocol|views|rest_framework|dialects|tests)/[\w/]*(?:\.py)?)`", text
    ):
        base = ROOT if name.startswith("tests") else ROOT / "oauth_provider"
        assert (base / name).exists(), name


def test_rooms_are_small():
    for room in (ROOT / "oauth_provider").rglob("*.py"):
        if "migrations" not in room.parts:
            assert room.read_text().count("\n") <= 300, room
