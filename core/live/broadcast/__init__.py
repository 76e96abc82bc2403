"""A run that many watch: composed and packed once for all, and deaf to them."""
