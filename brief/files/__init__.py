"""Files: the workspace's one door, YAML and Markdown with places, and outputs written all or none."""
