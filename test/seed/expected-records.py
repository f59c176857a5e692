"""Reads the sample on stdin and prints, as JSON, the key and the value text that each of its records must have."""
import ast
import json
import sys

for node in ast.parse(sys.stdin.read()).body:
    if isinstance(node, ast.Assign) and node.targets[0].id == "payload_json":
        records = ast.literal_eval(node.value)["records"]
        texts = [v if isinstance(v := r["value"], str) else json.dumps(v) for r in records]
        print(json.dumps([{"key": r.get("key"), "value": t} for r, t in zip(records, texts)]))
