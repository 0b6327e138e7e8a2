"""Two versions of a guideline become typed changes, matched by id: facts only, no severity."""
