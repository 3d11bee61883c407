"""Prints the two inserts of one delivery as a pgbench script: the rows the product itself stored, with a new delivery id each time.

Standard input: two JSON objects, one a line, the row of `deliveries` and the row of `jobs`.
"""

import json
import sys

# The database fills these in by itself.
FILLED = {"id", "duplicates", "received_at", "created_at", "run_at", "state", "attempts", "rescues", "lease"}


def literal(value: object) -> str:
    """The value as SQL without a colon, which pgbench would take for a variable."""
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{text}'"


def insert(table: str, row: dict[str, object], changed: dict[str, str]) -> str:
    values = {name: literal(value) for name, value in row.items() if value is not None and name not in FILLED}
    values.update({name: expression for name, expression in changed.items() if row.get(name) is not None})
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())});"


delivery, job = (json.loads(line) for line in sys.stdin)
print("\\set n random(1, 1000000000000000000)")
print("BEGIN;")
print(insert("deliveries", delivery, {"external_id": "'bench-' || :n"}))
print(insert("jobs", job, {"delivery_id": ":n", "key": "'bench-' || :n", "lane": "'bench-' || :n"}))
print("COMMIT;")
