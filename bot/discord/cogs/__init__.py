"""The commands and listeners, one file a cog, each loaded as an extension."""
