"""Messages for a person about something that concerns them."""
