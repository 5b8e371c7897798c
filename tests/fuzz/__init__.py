"""Our parsers, fed with anything: one module for each, inputs that are kept, an engine that looks for more."""
