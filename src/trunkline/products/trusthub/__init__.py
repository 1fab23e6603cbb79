"""Who a business is, as carriers want to know it: profiles, the people and papers behind them, and their review."""
