"""The rules, one a file; their order and the list of them stand in `decisions/plan.py`."""
