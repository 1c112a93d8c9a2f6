"""The site: a province runs its round here, from the adopted edition to the published ranking."""
