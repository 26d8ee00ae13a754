"""One file for each platform: its SDK on one side, domain values on the other; the file's name is its name in the configuration."""
