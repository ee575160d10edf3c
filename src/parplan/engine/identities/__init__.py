"""What must hold between a plan's figures, and what follows from them."""
