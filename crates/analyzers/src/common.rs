//! What several techniques share: who a client is, what a script looks like, what a burst is.
