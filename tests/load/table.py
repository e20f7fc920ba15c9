"""The figures of a load test, for people."""

COLUMNS = ("requests", "per second", "p50 ms", "p99 ms", "errors")


def table(runs, *, clients, workers, threads):
    """What was measured, where, with which settings, and how it came out for each party."""
    lines = [f"{name}: {value}" for name, value in runs[0]["facts"].items()]
    lines.append(f"server: gunicorn, {workers} worker processes of {threads} threads, on loopback")
    lines.append(
        f"clients: {clients} at once, in one process beside the server, one after the other party"
    )
    lines.append(f"mix, of a thousand: {_named(runs[0]['mix'])}")
    for run in runs:
        lines += ["", *_run(run)]
    return "\n".join(lines)


def _run(run):
    yield run["party"]
    yield from (f"    {name} = {value}" for name, value in run["settings"].items())
    yield _row("", COLUMNS)
    for kind, cell in run["kinds"].items():
        yield _row(f"  {kind}", _cells(cell))
    yield _row("  all", (*_cells(run["all"]), str(len(run["errors"]))))
    yield from (f"  error: {error}" for error in sorted(set(run["errors"]))[:5])


def _cells(cell):
    if not cell["count"]:
        return ("0", "", "", "")
    return (
        str(cell["count"]),
        f"{cell['per_second']:,.1f}",
        f"{cell['p50']:,.1f}",
        f"{cell['p99']:,.1f}",
    )


def _row(name, cells):
    return f"{name:24}" + "".join(f"{cell:>12}" for cell in cells)


def _named(mix):
    return ", ".join(f"{count} × {kind}" for kind, count in mix.items())
