"""Holds scenarios, results and an editor's language server against the published schemas.

Usage: schema.py PROGRAM TOMBI, from the root of the repository.
"""

import datetime
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from pathlib import Path

import jsonschema

# Some of the mistakes are nested very deeply.
sys.setrecursionlimit(20_000)

PROGRAM, TOMBI = (str(Path(argument).absolute()) for argument in sys.argv[1:3])
SCHEMA = "scenario.schema.json"
complaints = []


def check(holds, complaint):
    if not holds:
        complaints.append(complaint)


def validator(of):
    schema = json.loads(Path(f"scenarios/{of}.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def as_json(value):
    """TOML has dates where JSON has texts."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def wrong(of, value):
    errors = validators[of].iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


def scenarios():
    """Files and other texts that must fit."""
    for folder in ("scenarios", "tests/scenarios", "benches"):
        for path in sorted(Path(folder).glob("*.toml")):
            yield path.as_posix(), path.read_text()
    readme = Path("README.md").read_text()
    for number, text in enumerate(re.findall(r"```toml\n(.*?)```", readme, re.DOTALL), 1):
        yield f"README.md, scenario {number}", text
    yield "the starter of `new`", Path("src/cli/starter.toml").read_text()


def check_scenarios():
    count = 0
    for name, text in scenarios():
        found = wrong("scenario", as_json(tomllib.loads(text)))
        check(not found, f"{name} does not fit the schema: {found}")
        count += 1
    print(f"{count} scenarios fit the schema")


def check_mistakes():
    """Wrong keys must not fit; what has no error must."""
    count = 0
    for path in sorted(Path("tests/invalid").glob("*.toml")):
        try:
            value = as_json(tomllib.loads(path.read_text()))
        except tomllib.TOMLDecodeError:
            continue
        page = path.with_suffix(".txt").read_text()
        found = wrong("scenario", value)
        refused = re.search(r"error\[(unknown|missing)-key\]", page)
        if refused or path.stem.startswith("not-yet"):
            check(found, f"{path} fits the schema and should not")
            count += 1
        elif "error[" not in page:
            check(not found, f"{path} is no error to the program: {found}")
            count += 1
    check(count > 10, f"only {count} files in tests/invalid say anything")
    print(f"{count} files with mistakes are judged as the program judges them")


RESULTS = [
    ["run", "one-station"],
    ["run", "one-station", "--timing"],
    ["run", "one-station", "--set", "work.request.demand.poisson=x2"],
    ["compare", "loyal-factory"],
    ["compare", "loyal-factory", "--timing", "--set", "clock.burn_in=0d"],
    ["run", "tests/scenarios/everything.toml", "--variant", "plain"],
    ["compare", "tests/scenarios/everything.toml", "--timing"],
    ["compare", "one-station", "tests/scenarios/w3.toml"],
]


def check_results():
    for arguments in RESULTS:
        command = [PROGRAM, *arguments, "--trials", "3", "--format", "json", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True)
        name = " ".join(arguments)
        if done.returncode != 0:
            complaints.append(f"{name}: {done.stderr}")
            continue
        result = json.loads(done.stdout)
        found = wrong("result", result)
        check(not found, f"{name}: the result does not fit: {found[:5]}")
        result["variants"][0]["surprise"] = 1
        check(wrong("result", result), f"{name}: an unknown key fits")
        del result["variants"][0]["surprise"], result["variants"][0]["growth"]
        check(wrong("result", result), f"{name}: a missing key fits")
    print(f"{len(RESULTS)} results fit the schema")


class Editor:
    """An editor as far as a language server can tell: JSON-RPC over its standard streams."""

    def __init__(self, folder):
        self.folder = folder
        self.asked = 0
        self.server = subprocess.Popen(
            [TOMBI, "lsp", "--offline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # A server that falls silent must not hang the build.
        self.watchdog = threading.Timer(60, self.server.kill)
        self.watchdog.start()
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        self.tell("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.watchdog.cancel()
        self.server.kill()
        self.server.wait()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def receive(self):
        length = 0
        while line := self.server.stdout.readline().strip():
            name, value = line.split(b":", 1)
            if name.lower() == b"content-length":
                length = int(value)
        if length == 0:
            sys.exit("the language server ended without an answer")
        return json.loads(self.server.stdout.read(length))

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self.receive()
            if "method" not in message and message.get("id") == self.asked:
                return message.get("result")
            if "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})

    def at_cursor(self, question, text):
        """Asks about the place of the bar in a scenario."""
        text = f"#:schema ./{SCHEMA}\n\n{text}"
        before = text[: text.index("|")]
        path = self.folder / f"question-{self.asked}.toml"
        path.write_text(text.replace("|", ""))
        document = {"uri": path.as_uri(), "languageId": "toml", "version": 1}
        self.tell("textDocument/didOpen", {"textDocument": {**document, "text": path.read_text()}})
        line, column = before.count("\n"), len(before.rsplit("\n", 1)[-1])
        asked = {"textDocument": document, "position": {"line": line, "character": column}}
        # The server may answer before it has read what was opened: then there is nothing yet.
        for _ in range(50):
            if found := self.ask(f"textDocument/{question}", asked):
                return found
            time.sleep(0.1)
        return None

    def offers(self, text):
        found = self.at_cursor("completion", text) or []
        items = found["items"] if isinstance(found, dict) else found
        return [item["label"] for item in items]

    def hover(self, text):
        found = self.at_cursor("hover", text) or {"contents": {"value": ""}}
        return found["contents"]["value"]


OFFERED = [
    ("[station.code]\n|", ["touch", "staff", "pool", "pace", "gate", "rework", "basis"]),
    ("[station.code]\norder = |", ['"lifo"', '"processor_sharing"']),
    ("[pool.seniors]\n|", ["staff", "order", "away", "attrition"]),
    ("[station.code]\nbasis = |", ['"law"', '"habit"']),
    ("[station.code]\ntouch = { | }", ["mean", "p50", "exponential", "mixture"]),
    ("[station.code]\ntouch = |", ['"4h"', '"3wd"']),
    ("[work.feature]\ndemand = { | }", ["endless", "poisson", "initial"]),
    ("|", ["clock", "station", "variant"]),
]


def about(*path):
    schema = validators["scenario"].schema
    for key in path:
        schema = schema[key]
    return schema["description"]


def check_editor():
    with tempfile.TemporaryDirectory() as name, Editor(Path(name)) as editor:
        (editor.folder / SCHEMA).write_text(Path("scenarios", SCHEMA).read_text())
        for text, wanted in OFFERED:
            offered = editor.offers(text)
            missing = [word for word in wanted if word not in offered]
            check(not missing, f"at the bar of {text!r} {missing} are not among {offered}")
        offered = editor.offers("[variant.x]\n|")
        check("programmes" not in offered, "an editor offers `programmes`, which is refused")
        told = editor.hover("[intake]\nwip_li|mit = 45")
        wanted = about("definitions", "intake", "properties", "wip_limit")
        check(wanted in told, f"hovering over wip_limit shows {told!r}, not {wanted!r}")
        told = editor.hover("[station.code]\npa|ce = 1.3")
        wanted = about("definitions", "station", "properties", "pace")
        check(wanted in told, f"hovering over pace shows {told!r}, not {wanted!r}")
    print("an editor completes and explains keys")


def check_lint():
    """Shipped scenarios name their schema themselves, and a language server finds it."""
    for path in sorted(Path("scenarios").glob("*.toml")):
        check(path.read_text().startswith(f"#:schema ./{SCHEMA}\n"), f"{path} names no schema")
        done = subprocess.run([TOMBI, "lint", "--offline", path], capture_output=True, text=True)
        check(done.returncode == 0, f"tombi lint {path}: {done.stderr}{done.stdout}")
    with tempfile.TemporaryDirectory() as name:
        Path(name, SCHEMA).write_text(Path("scenarios", SCHEMA).read_text())
        wrong_file = Path(name, "wrong.toml")
        text = Path("tests/invalid/unknown-keys.toml").read_text()
        wrong_file.write_text(f"#:schema ./{SCHEMA}\n\n{text}")
        done = subprocess.run(
            [TOMBI, "lint", "--offline", wrong_file], capture_output=True, text=True
        )
        told = done.stdout + done.stderr
        for key in ("clok", "demnad", "poison", "staf", "p80", "speedup", "slot"):
            check(f'"{key}" is not allowed' in told, f"tombi lint lets `{key}` through")
    print("a language server lints scenarios")


validators = {of: validator(of) for of in ("scenario", "result")}
check_scenarios()
check_mistakes()
check_results()
check_editor()
check_lint()
if complaints:
    sys.exit("\n".join(complaints))
