//! Address book generator texts without a header.

use crate::testing;

#[test]
fn goldens() {
    testing::goldens("oab_generator");
}
