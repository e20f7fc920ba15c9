"""Many clients at the same moment, each in a thread with an HTTP connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import requests

from tests.live import TIMEOUT


class Crowd:
    """Threads that wait for each other before they send."""

    def __init__(self, size):
        self.threads = ThreadPoolExecutor(size)
        self.connections = [requests.Session() for _ in range(size)]

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        self.threads.shutdown()
        for connection in self.connections:
            connection.close()

    def post(self, *letters, headers=None):
        """POST each (url, form), or GET it without a form, all at once. The responses, in order."""
        start = Barrier(len(letters))

        def send(connection, letter):
            url, form = letter
            method = "GET" if form is None else "POST"
            request = requests.Request(method, url, data=form, headers=headers)
            prepared = connection.prepare_request(request)
            start.wait(TIMEOUT)
            return connection.send(prepared, timeout=TIMEOUT, allow_redirects=False)

        return list(self.threads.map(send, self.connections, letters))
