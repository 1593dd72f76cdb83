//! The kit that runs every language's data, and what must hold for every input.
