"""The published contract as a scoreboard: what Twilio's OpenAPI documents promise, and what a running server keeps of it."""
