//! Build history to CVE intervals, from a dated, sourced, replaceable table.
