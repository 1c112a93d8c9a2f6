"""Documents that prove a criterion: versions, hashes, dates, who may see them."""
