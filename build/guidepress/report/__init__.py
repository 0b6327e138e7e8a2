"""Problems and changes told: each format is a function that returns text."""
