"""Carriers over HTTP: any provider that speaks Twilio's API, and a template for those that speak something else."""
