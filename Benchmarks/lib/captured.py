"""Prints as a pgbench script what Postgres logged between two marks with log_statement = all: the statements of one page with their values.

Standard input: the log. Argument: the name of the page; `mark NAME begin` and `mark NAME end` were sent as statements of their own. Each scope of
row-level security begins a pipeline, as in the product: the setting and what follows it are one transaction and one round trip.
"""

import re
import sys

HEAD = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] (?:\S+@\S+ )?(LOG|DETAIL): +(.*)$", re.S)
VALUE = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")


def entries(text: str) -> list[tuple[str, str]]:
    """Kind and message; a line that begins with a tab goes on with the one before."""
    lines = re.sub(r"\n\t", "\n", text).split("\n")
    joined: list[str] = []
    for line in lines:
        if HEAD.match(line) or not joined:
            joined.append(line)
        else:
            joined[-1] += "\n" + line
    return [match.groups() for line in joined if (match := HEAD.match(line))]


def statements(log: str, page: str) -> list[str]:
    found, inside = [], False
    for kind, message in entries(log):
        if f"mark {page} begin" in message or f"mark {page} end" in message:
            inside = "begin" in message
        elif inside and kind == "LOG" and (order := re.match(r"(?:execute [^:]*|statement): (.*)$", message, re.S)):
            found.append(order[1].strip().rstrip(";"))
        elif inside and kind == "DETAIL" and found and message.lower().startswith("parameters:"):
            values = {int(number): value for number, value in VALUE.findall(message)}
            found[-1] = re.sub(r"\$(\d+)", lambda place: values[int(place[1])], found[-1])
    return found


def pipelines(found: list[str]) -> list[list[str]]:
    """The statements by the scope they run in."""
    groups: list[list[str]] = []
    for statement in found:
        if statement.startswith("SELECT set_config(") or not groups:
            groups.append([])
        groups[-1].append(re.sub(r"\s+", " ", statement) + ";")
    return groups


if __name__ == "__main__":
    for group in pipelines(statements(sys.stdin.read(), sys.argv[1])):
        print("\\startpipeline", *group, "\\endpipeline", sep="\n")
