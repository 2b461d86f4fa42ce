//! One file per output; the input is always an Assessment.
