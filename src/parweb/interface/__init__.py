"""What every page shares: templates, tags, looks, tables and charts. It knows no other app of the site."""
