"""What writes content for editors: formatting, fixes, references, skeletons, new projects."""
