use crate::testing;

#[test]
fn goldens() {
    testing::goldens("oab_generator");
}
