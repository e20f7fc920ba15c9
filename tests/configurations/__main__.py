"""``python -m tests.configurations [--all] [SITE ...]``: the suite on sites that others have."""

import argparse
import subprocess
import sys

from .suite import ROOT, SITES


def main():
    """Ask each site; fail if one of them does."""
    parser = argparse.ArgumentParser(prog="python -m tests.configurations", description=__doc__)
    parser.add_argument("--all", action="store_true", help="all that can run, not just a part")
    parser.add_argument("sites", nargs="*", metavar="SITE", help=f"default: {', '.join(SITES)}")
    asked = parser.parse_args()
    if unknown := set(asked.sites) - set(SITES):
        parser.error(f"there is no site {', '.join(sorted(unknown))}")
    failed = [name for name in asked.sites or SITES if run(name, is_all=asked.all)]
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


def run(name, *, is_all=False):
    """What pytest says of this site: 0 if all is well."""
    print(f"\n=== {name}", flush=True)
    return subprocess.run(command(name, is_all=is_all), cwd=ROOT).returncode


def command(name, *paths, is_all=False):
    """pytest on this site: on these tests, on its part, or on all that can run."""
    site = SITES[name]
    ds = f"--ds=tests.configurations.{name}"
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", ds]
    left_out = [option(path) for path in site.left_out]
    return [*asked, *(paths or (["tests"] if is_all else site.part)), *left_out]


def option(path):
    """How pytest is told to leave this out: a test by its name, a file or folder by its path."""
    return f"--deselect={path}" if "::" in path else f"--ignore={path}"


if __name__ == "__main__":
    main()
