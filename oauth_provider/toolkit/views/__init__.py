"""What answers at the toolkit's paths where it takes more than a name."""
