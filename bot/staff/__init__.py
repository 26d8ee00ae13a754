"""What staff can ask for and what they see, the same on every platform."""
