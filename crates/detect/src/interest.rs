//! What a detector asks for: which kinds of record, and which of their rows.

use model::RecordKind;

/// Rows of some kinds of record that a detector wants to see.
#[derive(Debug)]
pub struct Interest {
    /// The kinds of record; empty means every kind.
    pub kinds: Vec<RecordKind>,
    /// Which of their rows.
    pub when: When,
}

impl Interest {
    /// Rows of `kinds` that satisfy `when`.
    pub fn new(kinds: impl IntoIterator<Item = RecordKind>, when: When) -> Self {
        Self { kinds: kinds.into_iter().collect(), when }
    }

    /// Whether it is about records of this kind at all.
    pub(crate) fn wants_kind(&self, kind: &RecordKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(kind)
    }

    /// Rows of `kinds` whose `field` satisfies `test`: the usual case.
    pub fn field(
        kinds: impl IntoIterator<Item = RecordKind>,
        field: &'static str,
        test: Test,
    ) -> Self {
        Self::new(kinds, When::Field { field, test })
    }
}

/// Which rows of a kind.
#[derive(Debug)]
pub enum When {
    /// Every row. Right for logs with few rows (ECP, cmdlets), ruinous for HttpProxy and IIS.
    Any,
    /// Rows whose field satisfies a test.
    ///
    /// Choose a field with few distinct values (stem, anchor, routing hint): a value already seen
    /// is answered from a memo. Look at the long, ever-different ones (query, GenericInfo) in
    /// [`crate::Detector::record`], once another field has made the row worth it.
    Field {
        /// The column, by name.
        field: &'static str,
        /// The test.
        test: Test,
    },
    /// Rows whose fields satisfy all of these tests. The first is remembered like that of
    /// [`When::Field`]; the others are asked only of rows that pass it, so a long, ever-different
    /// field may stand there.
    All(Vec<(&'static str, Test)>),
    /// Rows on both sides of a change in any of these fields, and the first and last row of each
    /// block read. Shows when something changed (the build) without looking at every row.
    Change(&'static [&'static str]),
}

/// A test written as a function of a field's content.
pub type Predicate = Box<dyn Fn(&[u8]) -> bool + Send + Sync>;

/// A test of one field's content, unquoted. Letters are compared without ASCII case; give
/// literals in lower case.
pub enum Test {
    /// Holds any of these literals.
    Contains(Vec<&'static str>),
    /// Anything else, as a function of the content. It must depend on nothing but its argument:
    /// answers are remembered.
    Is(Predicate),
}

impl Test {
    /// Holds any of these literals (lower case).
    pub fn contains(literals: impl IntoIterator<Item = &'static str>) -> Self {
        Self::Contains(literals.into_iter().collect())
    }

    /// Any function of the content.
    pub fn is(test: impl Fn(&[u8]) -> bool + Send + Sync + 'static) -> Self {
        Self::Is(Box::new(test))
    }
}

impl std::fmt::Debug for Test {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Contains(literals) => f.debug_tuple("Contains").field(literals).finish(),
            Self::Is(_) => f.write_str("Is(..)"),
        }
    }
}
