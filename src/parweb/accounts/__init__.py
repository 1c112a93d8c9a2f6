"""People who sign in: accounts, passwords, second factors, verdicts on what they may do."""
