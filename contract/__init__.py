"""The published contract as a scoreboard: what Twilio's OpenAPI documents promise, and what a server keeps of it."""
