"""One file for each platform: its SDK on one side, domain values on the other; the name is the one configured."""
