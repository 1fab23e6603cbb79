"""Alerts: what went wrong between us and a customer's application, kept for the customer to see."""
