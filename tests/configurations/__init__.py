"""The sites that others have: each module is the settings of one, beside the example's own."""
