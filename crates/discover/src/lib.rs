//! Which artefacts matter, where they lie on this host, what was expected and is missing.
