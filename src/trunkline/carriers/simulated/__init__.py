"""The simulated network: virtual handsets behind a carrier whose faults are declared, seeded and repeatable."""
