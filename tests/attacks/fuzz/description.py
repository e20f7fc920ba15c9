"""The microblog's API by its OpenAPI description: a sound request for each operation."""

from tests.browser_session import bearer

from .letter import Letter

SOUND = {"string": "x", "integer": "1", "boolean": "true", "array": "1", None: "x"}
KINDS = {"application/json": "json", "application/x-www-form-urlencoded": "form"}


def operations(browser, ids):
    """Name and letter of each operation; ``ids`` stand for the parameters in its path."""
    schema = browser.get("/api/schema/", {"format": "json"}).json()
    letters = {}
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            letters[f"{method} {path}"] = _letter(schema, path, method, operation, ids)
    return letters


def with_token(letter, token):
    """The same, as the holder of a token sends it."""
    return letter.with_(headers=tuple(bearer(token).items()))


def _letter(schema, path, method, operation, ids):
    query = []
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", ids[parameter["name"]])
        elif parameter["in"] == "query":
            query.append((parameter["name"], _sound(schema, parameter["schema"])))
    content = operation.get("requestBody", {}).get("content", {})
    kind = next((KINDS[each] for each in content if each in KINDS), "none")
    fields = _fields(schema, next(iter(content.values()))["schema"]) if content else ()
    return Letter(method.upper(), path, fields, tuple(query), kind=kind)


def _fields(schema, of):
    properties = _resolved(schema, of).get("properties", {})
    return tuple((name, _sound(schema, each)) for name, each in properties.items())


def _sound(schema, of):
    of = _resolved(schema, of)
    return str(of["enum"][0]) if of.get("enum") else SOUND[of.get("type")]


def _resolved(schema, of):
    while "$ref" in of or "allOf" in of:
        of = of["allOf"][0] if "allOf" in of else schema["components"]["schemas"][_name(of)]
    return of


def _name(of):
    return of["$ref"].rsplit("/", 1)[1]
