"""“On this date”: which post is due where and when, what it says, and the loop that sends it."""
