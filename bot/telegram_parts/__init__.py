"""What the Telegram adapter is made of; bot.adapters.telegram puts it together."""
