"""Does each job that it reads in a child, which may die of it."""

import json
import multiprocessing
import os
import re
import signal
import sys
from io import StringIO

import django
from django.urls import get_resolver

FORK = multiprocessing.get_context("fork")
TABLE = re.compile(r"(?:FROM|INTO|UPDATE) [`\"](\w+)")


class Steps:
    """Ends the process before or after a statement or a COMMIT: at its ``fatal``-th step."""

    def __init__(self, fatal, dying_words):
        self.fatal = fatal
        self.dying_words = dying_words
        self.taken = 0

    def watch(self, connection):
        """Count what is done on this connection from now on."""
        connection.ensure_connection()
        connection.execute_wrappers.append(self._execute)
        commit = connection.commit
        connection.commit = lambda: self._around("COMMIT", commit)

    def _execute(self, execute, sql, *rest):
        table = TABLE.search(sql)
        name = " ".join([sql.split()[0], *(table.groups() if table else ())])
        return self._around(name, lambda: execute(sql, *rest))

    def _around(self, name, act):
        self._take(f"before {name}")
        done = act()
        self._take(f"after {name}")
        return done

    def _take(self, step):
        self.taken += 1
        if self.taken == self.fatal:
            self.dying_words.send({"died": step})
            os.kill(os.getpid(), signal.SIGKILL)


class Writes(Steps):
    """The same, where reading is no step."""

    def _execute(self, execute, sql, *rest):
        if sql.startswith("SELECT"):
            return execute(sql, *rest)
        return super()._execute(execute, sql, *rest)


def request_token(told, form, fatal_step):
    """POST to the token endpoint, with death at a step."""
    from django.db import connection
    from django.test import Client

    from oauth_provider.protocol import housekeeping

    housekeeping.begin_again()  # what follows now and then is no step of this
    Steps(fatal_step, told).watch(connection)
    response = Client().post("/oauth/token", form, headers={"host": "127.0.0.1"})
    told.send({"answer": response.json()})


def count_living(told, code):
    """Count the tokens that were issued from this code and are alive."""
    from django.utils import timezone

    from oauth_provider.domain.liveness import Liveness
    from oauth_provider.models import AuthorizationCode

    grant = AuthorizationCode.find(code).grant
    issued = [*grant.access_tokens.all(), *grant.refresh_tokens.all()]
    now = timezone.now()
    told.send(sum(token.liveness(now) is Liveness.LIVE for token in issued))


def forget_consent(told):
    """Let nobody have agreed to anything."""
    from oauth_provider.models import Consent

    told.send(Consent.objects.all().delete()[0])


def make_dead(told, sessions):
    """Let there have been sessions a year ago: a grant with all that was issued from it."""
    from tests.races.dead import make

    make(sessions)
    told.send(sessions)


def count_dead(told):
    """Count what is left of them."""
    from tests.races.dead import count

    told.send(count())


def prune(told, fatal_step):
    """Prune, with death at a step that writes."""
    from django.core.management import call_command
    from django.db import connection

    Writes(fatal_step, told).watch(connection)
    call_command("prune_tokens", stdout=StringIO())
    told.send({"answer": "pruned"})


JOBS = {
    job.__name__: job
    for job in (request_token, count_living, forget_consent, make_dead, count_dead, prune)
}


def in_a_child(job, values):
    """What the job tells before its process ends, by itself or otherwise."""
    heard, told = FORK.Pipe(duplex=False)
    child = FORK.Process(target=JOBS[job], args=(told,), kwargs=values)
    child.start()
    told.close()
    words = heard.recv()
    child.join()
    return words


def main():
    """Read jobs, a line of JSON each, until there are no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "example_project.settings")
    django.setup()
    _ = get_resolver().url_patterns  # loaded once, and not in each child
    for line in sys.stdin:
        print(json.dumps(in_a_child(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
