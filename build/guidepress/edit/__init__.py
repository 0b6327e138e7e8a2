"""What writes content for editors: formatting, mends, references, skeletons, new projects."""
