"""Prints statements of the product as a pgbench script.

Standard input: what `autoflow statements` prints, lines of name, tab, SQL. Arguments: name=variable,variable... for each statement, in the order they
run; the variables take the places of $1, $2 and so on.
"""

import re
import sys

statements = dict(line.rstrip("\n").split("\t", 1) for line in sys.stdin if "\t" in line)
for argument in sys.argv[1:]:
    name, _, variables = argument.partition("=")
    if name not in statements:
        sys.exit(f"autoflow statements has no {name}")
    names = variables.split(",")
    sql = re.sub(r"\$(\d+)", lambda match: ":" + names[int(match[1]) - 1], statements[name])
    print(sql.rstrip().rstrip(";") + ";")
