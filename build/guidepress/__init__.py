"""Clinical guidelines in git: validated, versioned, explained, published."""
