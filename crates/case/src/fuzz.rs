//! The body of the fuzz target for case files, shared with the property tests.

/// Reads an assessment from any bytes; what is read must survive being written and read again.
pub fn assessment(bytes: &[u8]) {
    let Ok(mut first) = crate::parse_assessment(bytes) else { return };
    // Decimal text does not keep the last bit of every float.
    first.run.seconds = 0.0;
    let again = serde_json::to_vec(&first).map(|written| crate::parse_assessment(&written));
    assert!(matches!(again, Ok(Ok(second)) if second == first), "not the same when read again");
}
