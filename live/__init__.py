"""What people do in a workshop, and telling every device. The only way from pages and phones to the store."""
