"""Quality of answers: each check is a pure function that flags answers with its reason; nothing is deleted.

``flags`` (what a flag is, and its words) ← one module for each kind of check ← ``verdicts`` (accepted, on
hold, rejected: people decide, flags only propose).
"""
