"""What is true on a site whose replica has an old copy of everything."""
