"""The bot around the moderation core: platforms, records, staff, schedule."""
