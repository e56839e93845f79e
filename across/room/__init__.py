"""What people do in a workshop: each change one transaction, told to every device. The only way to the store."""
