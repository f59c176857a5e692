"""Parses each Bicep file with the grammar that editors use and prints every place that it does not understand."""

import sys

import tree_sitter_bicep
from tree_sitter import Language, Parser

parser = Parser(Language(tree_sitter_bicep.language()))


def faults(node):
    if node.type == "ERROR" or node.is_missing:
        yield node
    for child in node.children:
        yield from faults(child)


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        tree = parser.parse(file.read())
    lines = [str(node.start_point[0] + 1) for node in faults(tree.root_node)]
    print(f"{path}\t{','.join(lines)}")
