"""What a school's written policy says, as data, and what follows from it."""
