"""The pure core: what is wrong with a message and what the school's policy makes of it."""
