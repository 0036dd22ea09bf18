"""Filing of rentals: a lease with its real tenants, the letter of responsibility, what happens when it ends."""
