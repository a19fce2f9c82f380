"""Answer → what one medium shows."""
