//! Makes servers: benign traffic at any size, planted intrusions with known truth.
