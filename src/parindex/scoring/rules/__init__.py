"""One way of turning values into points per file; a rule never imports another rule."""
