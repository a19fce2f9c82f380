"""What the bot keeps about servers, in SQLite or PostgreSQL. Nothing is kept about people."""
