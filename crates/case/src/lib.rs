//! The case folder on disk: written once, versioned, hashed.
