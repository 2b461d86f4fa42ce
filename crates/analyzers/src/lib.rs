//! Exchange knowledge that no rule language can say: one technique, one file.
