//! The executable pages that Exchange builds ship.
