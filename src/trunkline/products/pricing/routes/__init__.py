"""The Pricing API: read only, computed from the price list."""
