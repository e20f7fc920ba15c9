"""Many devices at work, watched while something happens to the servers."""

import time
from threading import Event

from .audit import audit
from .device import Device

DEVICES = 5
WARM = 5  # what each device has done before anything happens to it
DEADLINE = 90  # seconds


class Crowd:
    """Devices, and what they have met."""

    def __init__(self, demo, database):
        self.demo, self.database = demo, database
        self.stopped = Event()
        self.log_begins_at = demo.log.stat().st_size
        database.ask("TRUNCATE oauth_provider_grant, oauth_provider_consent CASCADE")
        self.devices = [Device(demo, self.stopped, seed) for seed in range(DEVICES)]

    @property
    def refused(self):
        """How many times one was told to come back."""
        return sum(device.refused for device in self.devices)

    @property
    def lost(self):
        """How many connections were lost."""
        return sum(device.lost for device in self.devices)

    def start(self):
        """Let all of them begin, and work for a while."""
        for device in self.devices:
            device.start()
        self.go_on(WARM)

    def go_on(self, steps=WARM):
        """Wait until each device has done so much more."""
        goals = {device: device.done + steps for device in self.devices}
        self.wait_until(lambda: all(device.done >= goals[device] for device in self.devices))

    def wait_until(self, condition):
        """Fails when a device has met what it must not meet, or nothing comes of it."""
        end = time.monotonic() + DEADLINE
        while not condition():
            self.check()
            assert time.monotonic() < end, "the devices have stopped"
            time.sleep(0.02)
        self.check()

    def check(self):
        """Raise what a device has met."""
        for device in self.devices:
            if device.failure is not None:
                raise device.failure

    def finish(self):
        """All go on with what they hold; then they stop, and their sessions are counted."""
        try:
            self.go_on()
        finally:
            self.stopped.set()
            for device in self.devices:
                device.join(DEADLINE)
        self.check()
        for device in self.devices:
            self.go_on_with_all_of(device)
        audit(self.database, self.devices)
        assert "Internal Server Error" not in self.written
        assert "an endpoint failed" not in self.written

    def go_on_with_all_of(self, device):
        """Each session that a device holds can be used and refreshed."""
        for number in range(len(device.held)):
            device.call(device.held[number])
            device.refresh(number)
            device.call(device.held[number])

    @property
    def written(self):
        """What the server has logged since."""
        return self.demo.log.read_bytes()[self.log_begins_at :].decode(errors="replace")
