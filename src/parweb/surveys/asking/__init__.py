"""The form as people answer it: screens → rules (skips) → reading (codes) → showing; doors and limits."""
