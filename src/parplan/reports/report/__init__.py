"""`report`: what is sent: facts alone, in the official form; prose is left to the writer as “…”."""
