"""A process beside the server, on the same database, that can be killed at any step."""

import json
import subprocess
import sys
from itertools import count

from tests.live import ROOT


class Mortal:
    """Makes token requests in processes that die half way."""

    def __init__(self, environment):
        command = [sys.executable, "-m", "tests.races.killed"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True
        )

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        self.process.communicate()

    def lives(self, form_at):
        """Dies one step later each time, until it survives: each time the form, and its end."""
        for step in count(1):
            form = form_at(step)
            end = self.ask("request_token", form=form, fatal_step=step)
            yield form, end
            if "answer" in end:
                return

    def count_living(self, code):
        """How many tokens are alive that were issued from the code."""
        return self.ask("count_living", code=code)

    def forget_consent(self):
        """Let nobody have agreed to anything."""
        return self.ask("forget_consent")

    def ask(self, job, **values):
        """Have a job done in a process of its own."""
        print(json.dumps([job, values]), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())
