//! What the registry says about a server: as facts, from hives and from text exports alike.
//!
//! The keys asked for are a table ([`topics`]); hives and exports are two trees behind one trait,
//! so that `SOFTWARE`, a sub-key saved as `.hiv` and a `.reg` file give the same facts.

mod accounts;
mod children;
mod hive_tree;
mod reg_text;
#[cfg(test)]
mod tests;
mod topics;

pub(crate) use accounts::sid;
pub use hive_tree::HiveKind;
pub(crate) use reg_text::RegText;

use model::{GapReason, Locator, Timestamp, WinPath};

use crate::hive::{Hive, Value};
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest hive read, base block and bins. `SOFTWARE` of an old server has 200 MiB; Windows itself
/// warns long before 512 MiB.
const LARGEST: u64 = 512 * 1024 * 1024;

/// Most keys below one that are looked at; a `Services` key has some 700, `Uninstall` hundreds.
const MOST_CHILDREN: usize = 50_000;

/// A key of either tree.
pub(crate) struct Node<N> {
    /// What the tree knows it by.
    pub(crate) inner: N,
    /// Its name.
    pub(crate) name: String,
    /// When it last changed; text exports do not say.
    pub(crate) written: Option<Timestamp>,
    /// Where it stands.
    pub(crate) locator: Locator,
}

/// A tree of keys under the names they have on a running server: `SOFTWARE\…`, `SYSTEM\…`,
/// `SAM\…`, `USER\…`.
pub(crate) trait Tree {
    /// What the tree knows a key by.
    type Inner: Clone;

    /// The key at a path, ignoring case. `CurrentControlSet` is the set in use.
    fn find(&self, path: &str) -> Option<Node<Self::Inner>>;

    /// The keys below one.
    fn below(&self, key: &Self::Inner) -> Vec<Node<Self::Inner>>;

    /// The key below one at a path, ignoring case.
    fn child(&self, key: &Self::Inner, path: &str) -> Option<Node<Self::Inner>>;

    /// The values of a key.
    fn values(&self, key: &Self::Inner) -> Vec<Value>;
}

/// The facts of an open hive. `path` is the hive's true path, a hint for which hive it is.
pub fn registry_facts(hive: &Hive<'_>, path: &WinPath, sink: &mut dyn Sink) {
    let tree = hive_tree::HiveTree::new(hive, path);
    facts_of(&tree, sink);
    hive.report(sink);
}

/// The facts of a hive's bytes with its transaction logs (`.LOG1`, `.LOG2`, `.LOG`) applied, in any
/// order, none if there are none. Bytes that are no hive are one gap; a log that does not fit is
/// one, and the hive is read as it stands.
pub fn registry_facts_with_logs(path: &WinPath, bytes: &[u8], logs: &[&[u8]], sink: &mut dyn Sink) {
    match Hive::open_with_logs(bytes, logs) {
        Ok(hive) => registry_facts(&hive, path, sink),
        Err(error) => {
            let size = bytes.len() as u64;
            sink.gap(Locator::File, GapReason::Damaged, error.to_string(), 1, size);
        }
    }
}

/// Asks a tree for everything in the table.
pub(crate) fn facts_of<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    topics::push(tree, sink);
    children::push(tree, sink);
    accounts::push(tree, sink);
}

/// The keys below one, up to [`MOST_CHILDREN`].
fn bounded<T: Tree>(tree: &T, key: &Node<T::Inner>, sink: &mut dyn Sink) -> Vec<Node<T::Inner>> {
    let mut nodes = tree.below(&key.inner);
    if nodes.len() > MOST_CHILDREN {
        let count = (nodes.len() - MOST_CHILDREN) as u64;
        let detail = format!("keys below one after the first {MOST_CHILDREN}");
        sink.gap(key.locator.clone(), GapReason::TooLarge, detail, count, 0);
        nodes.truncate(MOST_CHILDREN);
    }
    nodes
}

/// A fact about a key.
pub(crate) fn fact_of<N>(kind: FactKind, topic: &'static str, path: &str, node: &Node<N>) -> Fact {
    Fact::new(kind, node.locator.clone()).at(node.written).with("topic", topic).with("key", path)
}

/// Registry hives.
pub(crate) struct HiveFile;

impl Reader for HiveFile {
    fn id(&self) -> &'static str {
        "registry-hive"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        // A transaction log begins with the same word; its type (1, 2, 6) tells it apart.
        let is_primary = head.bytes.get(28..32).is_none_or(|kind| kind == [0; 4]);
        (head.bytes.starts_with(b"regf") && is_primary).then_some(Sniff::Certain)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, path: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        registry_facts_with_logs(path, bytes, &[], sink);
    }
}
