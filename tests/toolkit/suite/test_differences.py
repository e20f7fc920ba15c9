"""The same is sent to the toolkit and to this provider, on the same data.

What may differ is listed in docs/howto/from-toolkit.md, with the fields it shows in and the reason.
"""

import re
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.toolkit.held import hold
from tests.toolkit.scenarios import SCENARIOS
from tests.toolkit.site import Site, told

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PAGE = (ROOT / "docs/howto/from-toolkit.md").read_text()
ROW = re.compile(r"^\| `([a-z-]+)` \| ((?:`[^`]+`(?:, )?)+) \|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)

pytestmark = pytest.mark.django_db


def listed():
    """The intended differences: name to fields."""
    return {row[0]: set(re.findall(r"`([^`]+)`", row[1])) for row in ROW.findall(PAGE)}


def fields_everywhere():
    section = PAGE.split("### Everywhere")[1].split("###")[0]
    return set().union(*(set(re.findall(r"`([^`]+)`", row[1])) for row in ROW.findall(section)))


def play(name, scenario, held, user, settings):
    """The answers of one provider, field by field."""
    settings.ROOT_URLCONF = f"tests.toolkit.{name}"
    site = Site(name, held, user)
    site.browser.force_login(user)
    found = scenario.play(site)
    answers = found if isinstance(found, list) else [found]
    return {f"{n}:{k}": v for n, answer in enumerate(answers) for k, v in told(answer).items()}


def matches(field, patterns):
    return any(fnmatchcase(field, pattern) for pattern in patterns)


@pytest.fixture
def held(seed, capsys):
    values = hold(seed)
    call_command("import_toolkit")
    capsys.readouterr()
    return values


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_both_answer_alike_but_for_the_listed_differences(scenario, held, alice, settings):
    theirs = play("theirs", scenario, held, alice, settings)
    ours = play("ours", scenario, held, alice, settings)
    differing = {key for key in theirs | ours if theirs.get(key) != ours.get(key)}
    shown = {key.split(":", 1)[1] for key in differing}
    known = listed()
    intended = set().union(fields_everywhere(), *(known[name] for name in scenario.differs))
    detail = {key: (theirs.get(key), ours.get(key)) for key in sorted(differing)}
    assert all(matches(field, intended) for field in shown), detail
    for name in scenario.differs:
        assert any(matches(field, known[name]) for field in shown), f"{name}: {detail}"


def test_there_are_enough_scenarios_and_each_has_a_name_of_its_own():
    assert len(SCENARIOS) >= 60
    assert max(Counter(scenario.name for scenario in SCENARIOS).values()) == 1


def test_every_listed_difference_is_shown_by_a_scenario_and_has_a_reason():
    shown = {name for scenario in SCENARIOS for name in scenario.differs}
    sections = PAGE.split("### Everywhere")
    everywhere = {row[0] for row in ROW.findall(sections[1].split("###")[0])}
    assert set(listed()) == shown | everywhere
    for row in ROW.findall(PAGE):
        assert all(cell.strip() for cell in row), row
