"""HTTP and pages: one module per endpoint or page."""
