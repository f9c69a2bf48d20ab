"""Checks files against the JSON Schema of a round with jsonschema: argument 1 is the schema, argument 2 a list of
{"document", "isGood"}. Prints where jsonschema thinks otherwise."""
import json
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
cases = json.load(open(sys.argv[2], encoding="utf-8"))
for case in cases:
    if validator.is_valid(case["document"]) != case["isGood"]:
        print(f"expected {'good' if case['isGood'] else 'bad'}: {json.dumps(case['document'])}")
print(f"{len(cases)} compared")
