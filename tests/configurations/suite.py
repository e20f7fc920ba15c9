"""Which part of the suite runs on which site, and what does not, and why."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What does not run on any of these sites.
NOWHERE = {
    "tests/browser": "looks at the demo, which has its own settings",
    "tests/attacks/fuzz/test_wire.py": "writes bytes to the demo",
    "tests/races": "races the demo",
    "tests/clients": "drives the demo",
    "tests/processes": "serves the demo's site",
    "tests/toolkit": "is a site of its own",
    "tests/benchmarks": "measures sites of its own",
    "tests/example": "is about the example project, not about the provider",
}
# What each site is asked first: the life of a code, a token and a consent.
ALWAYS = (
    "tests/flows/test_authorization_code.py",
    "tests/flows/test_refresh_token.py",
    "tests/flows/test_revocation.py",
    "tests/flows/test_consent.py",
    "tests/attacks/test_refresh.py",
    "tests/attacks/test_kill_switches.py",
)
LISTS = "looks at lists of the admin, which show what has arrived: nothing"
BEGINS = "has begun a transaction, or not been able to, before any view of ours is asked"
AWAY = "test_while_the_database_is_away_a_client_is_told_to_come_back"
BEFORE_A_VIEW = (
    f"tests/rest_framework/test_plain_django.py::{AWAY}[unplugged-/page]",
    f"tests/rest_framework/test_plain_django.py::{AWAY}[unplugged-/api]",
    "tests/views/test_failures.py::test_a_session_that_cannot_be_saved_is_no_bad_request",
    "tests/views/test_failures.py::test_an_api_call_is_not_a_401_then",
)
MIGRATES = "migrates the default database, where nothing is"
MIGRATING = (
    "test_migrating_defines_what_the_settings_declare",
    "test_migrating_logs_scopes_that_imply_one_another",
    "test_a_database_that_is_not_meant_for_scopes_gets_none",
)
IN_LISTS = (
    "test_a_grant_leads_to_what_was_issued_from_it",
    "test_an_authorization_says_when_it_was_last_used",
    "test_the_list_says_which_are_good",
    "test_what_was_used_up_is_called_spent",
)


@dataclass(frozen=True)
class Site:
    """One of the settings modules beside this one."""

    own: tuple[str, ...]  # what is asked of it besides
    but: dict[str, str]  # what is not, and why

    @property
    def part(self):
        """What runs in a minute."""
        return [*ALWAYS, *self.own]

    @property
    def left_out(self):
        """What does not run at all."""
        return {**NOWHERE, **self.but}


SITES = {
    "lagging_replica": Site(
        own=(
            "tests/configurations/lagging_replica_site",
            "tests/flows/test_introspection.py",
            "tests/flows/test_registration.py",
            "tests/admin/test_client_form.py",
            "tests/views/test_application_secrets.py",
        ),
        but={
            "tests/admin/test_costs.py": LISTS,
            "tests/admin/test_search.py": LISTS,
            **{f"tests/admin/test_issued.py::{name}": LISTS for name in IN_LISTS},
        },
    ),
    "several_databases": Site(
        own=(
            "tests/flows/test_signals.py",
            "tests/management",
            "tests/views/test_application_registration.py",
        ),
        but={f"tests/models/test_scope_sync.py::{name}": MIGRATES for name in MIGRATING},
    ),
    "naive_times": Site(
        own=(
            "tests/flows/test_lifetimes.py",
            "tests/flows/test_prompts.py",
            "tests/flows/test_introspection.py",
            "tests/management/test_prune_tokens.py",
        ),
        but={
            "tests/flows/test_prompts.py::"
            "test_a_login_in_another_browser_makes_this_one_no_younger": (
                "compares a time of Django's own, which is UTC to whoever travels in time"
            )
        },
    ),
    "own_users": Site(
        own=(
            "tests/flows/test_introspection.py",
            "tests/flows/test_token_info.py",
            "tests/admin/test_search.py",
            "tests/rest_framework/test_token_cache.py",
            "tests/views/test_authorized.py",
        ),
        but={},
    ),
    "atomic_requests": Site(
        own=(
            "tests/flows/test_registration.py",
            "tests/dialects",
            "tests/rest_framework/test_token_cache.py",
            "tests/views/test_applications.py",
            "tests/admin/test_issued.py",
        ),
        but={
            "tests/models/test_use.py::test_a_call_that_is_forbidden_is_use_too": (
                "rolls back what is refused, and the note of its use with it"
            ),
            **dict.fromkeys(BEFORE_A_VIEW, BEGINS),
        },
    ),
}
