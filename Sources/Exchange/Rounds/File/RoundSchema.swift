extension RoundFile {
    /// The JSON Schema (2020-12) of the file: what can be said without comparing one part with another. It is kept as
    /// docs/api/round.schema.json too, for those who do not have the program.
    public static let schema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "A match-making round",
          "description": "What sangam round solve and POST /api/v1/rounds/solve read. Ids are unique on their side. Every id in a list is one of the other side and stands there once.",
          "type": "object",
          "required": ["proposers", "acceptors"],
          "additionalProperties": false,
          "properties": {
            "$schema": {"type": "string"},
            "name": {"description": "For people; not used."},
            "proposers": {"$ref": "#/$defs/side"},
            "acceptors": {"$ref": "#/$defs/side"},
            "fit": {
              "description": "How well a pair fits: “proposer acceptor”, with one space between the two ids. Max-fit pairs only where a fit of zero or more stands here.",
              "type": "object",
              "propertyNames": {"pattern": "^.+ .+$"},
              "additionalProperties": {"type": "number"}
            },
            "rules": {
              "type": ["object", "null"],
              "additionalProperties": false,
              "properties": {
                "noSelfMatch": {
                  "description": "Nobody meets itself (the same id on both sides), and no country meets itself. True unless it is set to false.",
                  "type": "boolean"
                },
                "maxPerCountry": {
                  "description": "In how many pairs the participants of one country may be, on each side. Without a country there is no limit.",
                  "oneOf": [
                    {"type": "null"},
                    {"$ref": "#/$defs/whole"},
                    {
                      "type": "object",
                      "additionalProperties": false,
                      "properties": {"proposers": {"$ref": "#/$defs/whole"}, "acceptors": {"$ref": "#/$defs/whole"}}
                    }
                  ]
                },
                "mustHave": {"description": "Pairs that meet whatever the lists say.", "$ref": "#/$defs/pairs"},
                "conflicts": {"description": "Pairs that never meet.", "$ref": "#/$defs/pairs"}
              }
            }
          },
          "$defs": {
            "whole": {"type": "integer", "minimum": 0, "maximum": 100000},
            "id": {"type": "string", "minLength": 1, "maxLength": 200},
            "pairs": {
              "type": "array",
              "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"$ref": "#/$defs/id"}}
            },
            "side": {
              "type": "array",
              "maxItems": 100000,
              "items": {
                "type": "object",
                "required": ["id"],
                "additionalProperties": false,
                "properties": {
                  "id": {"$ref": "#/$defs/id"},
                  "name": {"description": "For people; not used."},
                  "country": {"description": "By any code, the same on both sides; ISO 3166 is usual.", "type": ["string", "null"]},
                  "capacity": {
                    "description": "How many of the other side it can meet; 1 if it is not said. Zero is legal: it stays without a partner.",
                    "$ref": "#/$defs/whole"
                  },
                  "preferences": {
                    "description": "Ids of the other side, best first; an inner list is a tie. Who is not listed is not wanted. Without this field the list is made from the fits, greatest first.",
                    "type": ["array", "null"],
                    "items": {
                      "oneOf": [{"$ref": "#/$defs/id"}, {"type": "array", "items": {"$ref": "#/$defs/id"}}]
                    }
                  }
                }
              }
            }
          }
        }

        """#
}
