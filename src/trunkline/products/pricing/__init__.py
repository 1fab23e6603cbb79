"""What messages, numbers and calls cost, as Twilio's Pricing API tells it."""
