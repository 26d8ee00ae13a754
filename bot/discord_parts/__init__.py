"""The parts of the Discord adapter: its SDK's values on one side, domain values on the other."""
