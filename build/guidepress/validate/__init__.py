"""Files become problems: YAML, then the schema, then the rules, all at once."""
