"""The wire of SMPP 3.4: commands, statuses, optional parameters, PDUs. Knows nothing of Trunkline."""
