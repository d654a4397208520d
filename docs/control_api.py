#!/usr/bin/env python3
"""Writes docs/control-api.md from the document that the server prints: control_api.py FAKEBYTE [--check]"""

import json
import pathlib
import subprocess
import sys

TARGET = pathlib.Path(__file__).resolve().parent / "control-api.md"
HEAD = """# The control API

Everything a test commands lives under `/__admin/`, with the same credentials as the APIs, for the [sandbox](sandboxes.md) that the
request names. Its calls meet no faults and are not in the request log. Bodies are taken strictly: a slip is refused with the nearest
known name. This page is written from `fakebyte openapi --admin` by `docs/control_api.py`; `GET /__admin/events` is a stream of
server-sent events (`request`, `fault`, `job`, `attempt`, `clock`, `webhook`, `problem`, `reset`).
"""
SHORT = 100


def pretty(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHORT else json.dumps(value, ensure_ascii=False, indent=2)


def example(title, message):
    media = message.get("content", {}).get("application/json", {})
    return f"\n{title}\n\n```json\n{pretty(media['example'])}\n```\n" if "example" in media else ""


def section(path, method, operation):
    query = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
    asked = f" Parameters: {', '.join(f'`{name}`' for name in query)}." if query else ""
    status, reply = next((s, r) for s, r in sorted(operation["responses"].items()) if s.startswith("2"))
    return (
        f"\n## {method.upper()} {path}\n\n{operation['summary']}.{asked} Operation `{operation['operationId']}`, success {status}.\n"
        + example("Body:", operation.get("requestBody", {}))
        + example("Answer:", reply)
    )


def main():
    document = json.loads(subprocess.check_output([sys.argv[1], "openapi", "--admin"]))
    text = HEAD + "".join(section(path, method, operation) for path, item in document["paths"].items() for method, operation in item.items())
    if "--check" not in sys.argv:
        TARGET.write_text(text)
    elif TARGET.read_text() != text:
        sys.exit("docs/control-api.md is not what the server's document says: run docs/control_api.py")


main()
