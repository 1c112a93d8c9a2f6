"""X-ray (soát lỗi): a standing list of what does not fit together in an entry. One rule, one file."""
