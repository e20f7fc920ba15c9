"""Client libraries from npm, at work in the scripts of ``tests/javascript/clients``."""

import json
import shutil
import tempfile
from pathlib import Path

from .process import conversation

FOLDER = Path(__file__).parent.parent / "javascript"


def missing():
    """What must be installed first; None if all is there."""
    if shutil.which("node") is None:
        return "Needs Node.js."
    if not (FOLDER / "node_modules").is_dir():
        return "Needs the client libraries: npm ci --prefix tests/javascript"
    return None


def perform(script, scene, told, answer):
    """What a scene of a script returns.

    ``answer(url, decision)`` says where Alice's browser is sent, when she decided at a URL.
    """
    command = ["node", FOLDER / "clients" / script]
    with tempfile.TemporaryFile("w+") as errors:
        with conversation(command, stderr=errors) as process:
            say(process, {"scene": scene, **told})
            for line in process.stdout:
                message = json.loads(line)
                if "returned" in message:
                    return message["returned"]
                say(process, answer(message["open"], message["decision"]))
        errors.seek(0)
        raise AssertionError(f"{script} ended early, or took too long.\n{errors.read()}")


def say(process, message):
    """Tell the script something."""
    print(json.dumps(message), file=process.stdin, flush=True)
