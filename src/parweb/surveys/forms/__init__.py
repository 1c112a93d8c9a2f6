"""Forms about campaigns: what is asked of whom, frames and samples, people, places."""
