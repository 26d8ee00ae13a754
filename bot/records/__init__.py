"""What Schoolgate remembers: cases, encrypted evidence, the action ledger, reviews, cursors."""
