"""How the running bot is: health, readiness and numbers, told on a local port."""
