"""The wire habits of well-known systems: one package each, and the core knows none of them."""
