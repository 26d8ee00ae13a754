"""What the sandbox platform is made of: pretend people, their world in memory, and the page that shows it."""
