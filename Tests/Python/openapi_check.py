"""Has openapi-spec-validator look at the OpenAPI document in a file."""

import json
import sys

from openapi_spec_validator import validate

with open(sys.argv[1], encoding="utf-8") as document:
    validate(json.load(document))
print("valid")
