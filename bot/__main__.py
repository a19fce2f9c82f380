"""`python -m bot`, installed also as `chronicler`."""

from bot.cli import main

if __name__ == "__main__":
    main()
