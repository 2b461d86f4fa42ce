//! The build table: which builds exist, what they are called, and which CVEs each one fixes.
//!
//! The shipped table is data (`data/builds.json`), dated and sourced, because Exchange gets
//! updates nearly every month and this program does not: a user can hand in a newer one.

use std::collections::BTreeMap;

use model::{Build, Date};
use serde::Deserialize;

/// The `schema` value a table must carry.
pub const TABLE_SCHEMA: &str = "afterpatch.builds/1";

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The text is not JSON of the table's shape.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// A value contradicts the rest of the table.
    #[error("{place}: expected {expected}, found {found}")]
    Value {
        /// Where in the table, as a path of keys and indexes.
        place: String,
        /// What should stand there.
        expected: &'static str,
        /// What does.
        found: String,
    },
}

/// A security update or hotfix of one cumulative update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Microsoft's short name, `Mar21SU`.
    pub name: String,
    /// Its build.
    pub build: Build,
    /// Release day.
    pub released: Date,
    /// Knowledge base number, `KB5000871`, where the sources give it.
    pub kb: Option<String>,
}

/// A cumulative update (or, for Exchange 2010, a service pack or roll-up) with its updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// `CU12`, `RTM`, `SP3 RU32`.
    pub name: String,
    /// The build as released.
    pub build: Build,
    /// Release day.
    pub released: Date,
    /// Its updates, in order of build.
    pub updates: Vec<Update>,
}

/// A product: one major version of Exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Short key: `2010`, `2013`, `2016`, `2019`, `SE`.
    pub key: String,
    /// Full name.
    pub name: String,
    /// The lowest build number that belongs to it.
    pub from: Build,
    /// Last day of vendor support.
    pub end_of_support: Date,
    /// The product a server may have been before an in-place upgrade, by key.
    pub upgraded_from: Option<String>,
    /// Its levels, in order of build.
    pub levels: Vec<Level>,
}

impl Product {
    /// The newest build the table knows of this product.
    pub fn newest(&self) -> Build {
        self.levels.iter().flat_map(Level::builds).max().unwrap_or(self.from)
    }
}

impl Level {
    fn builds(&self) -> impl Iterator<Item = Build> {
        std::iter::once(self.build).chain(self.updates.iter().map(|update| update.build))
    }
}

/// A vulnerability and the builds that fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cve {
    /// CVE (or vendor advisory) number.
    pub id: String,
    /// The update that fixed it, by name.
    pub update: String,
    /// The first fixed build of each cumulative update that got a fix, by product key.
    pub fixed: BTreeMap<String, Vec<Build>>,
    /// What is uncertain about the entry.
    pub note: Option<String>,
    /// What besides the build closes it; `None` if the build alone does.
    pub also_needs: Option<String>,
    /// Day of its first fix; `None` if no build fixes it.
    pub first_fixed: Option<Date>,
}

/// How much a build number found in the evidence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// Only the cumulative update is certain, the security update may be newer.
    Cumulative,
    /// The build itself.
    Exact,
}

/// Whether a build is open to a CVE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// It is.
    Vulnerable,
    /// A fix is in it.
    Fixed,
    /// The vendor lists no fix for the product while it was supported: it is not affected.
    NotAffected,
    /// The table cannot tell.
    NotDecided,
}

/// What the table says about a build as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Open to this many of the CVEs in the table.
    Vulnerable(usize),
    /// No CVE of the table is open by build alone.
    NothingKnown,
    /// Newer than everything the table knows of its product; the table ends on this day. Never
    /// to be read as safe.
    NewerThanTable(Date),
    /// Not a build of any product in the table.
    UnknownProduct,
}

/// The build table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, for the report.
    pub name: String,
    /// Release day of the newest build in it.
    pub covers_to: Date,
    /// Day up to which its sources were looked through.
    pub known_until: Date,
    /// Where its facts come from.
    pub sources: Vec<String>,
    /// Products, in order of build.
    pub products: Vec<Product>,
    /// Vulnerabilities, oldest first.
    pub cves: Vec<Cve>,
}

impl Table {
    /// The table this version ships.
    pub fn shipped() -> Self {
        #[expect(clippy::expect_used, reason = "compiled in, and a test reads it")]
        Self::from_json(include_str!("../data/builds.json")).expect("the shipped table is valid")
    }

    /// Reads a table of the shipped table's shape, for instance a newer one.
    ///
    /// # Errors
    /// When the text is not such a table, or contradicts itself; the error names the place.
    pub fn from_json(text: &str) -> Result<Self, TableError> {
        raw::table(serde_json::from_str(text)?)
    }

    /// One line for reports: name, the day its newest build came out, and until when its sources
    /// were looked through.
    pub fn line(&self) -> String {
        format!(
            "{}: newest build of {}, sources read until {}",
            self.name, self.covers_to, self.known_until
        )
    }

    /// The product a build belongs to, whether or not the table knows the build.
    pub fn product_of(&self, build: Build) -> Option<&Product> {
        let line = |other: Build| {
            other.major == build.major && (other.minor == build.minor || build.major < 15)
        };
        self.products.iter().rfind(|product| line(product.from) && product.from <= build)
    }

    /// The product with this key.
    pub fn product(&self, key: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.key == key)
    }

    /// The name of a build the table knows: `2016 CU12 Mar21SU`.
    pub fn name_of(&self, build: Build) -> Option<String> {
        let product = self.product_of(build)?;
        let level = product.levels.iter().find(|level| level.builds().any(|own| own == build))?;
        let mut name = format!("{} {}", product.key, level.name);
        if build != level.build {
            let update = level.updates.iter().find(|update| update.build == build)?;
            name.push(' ');
            name.push_str(&update.name);
        }
        Some(name)
    }

    /// The name of the cumulative update a build belongs to, whatever its revision: `2016 CU12`.
    pub fn level_of(&self, build: Build) -> Option<String> {
        let product = self.product_of(build)?;
        let own = |level: &&Level| level.build.cumulative() == build.cumulative();
        product.levels.iter().find(own).map(|level| format!("{} {}", product.key, level.name))
    }

    /// The newest build for the cumulative update of `build`, and its name, if it is newer.
    pub fn newest_of_level(&self, build: Build) -> Option<(Build, String)> {
        let product = self.product_of(build)?;
        let own = |other: &Build| other.cumulative() == build.cumulative();
        let newest = product.levels.iter().flat_map(Level::builds).filter(own).max()?;
        (newest > build).then(|| self.name_of(newest).map(|name| (newest, name))).flatten()
    }

    /// The entry of a CVE, ignoring case.
    pub fn cve(&self, id: &str) -> Option<&Cve> {
        self.cves.iter().find(|cve| cve.id.eq_ignore_ascii_case(id))
    }

    /// Whether `build` is open to `cve`.
    ///
    /// A build is fixed if it is at or above the entry of its own cumulative update, or at or
    /// above the highest fixed build of its product. A cumulative update without an entry of its
    /// own, below that, got no fix. A build is never held against the entry of another one.
    pub fn openness(&self, cve: &Cve, build: Build, precision: Precision) -> Openness {
        let Some(product) = self.product_of(build) else { return Openness::NotDecided };
        let Some(fixed) = cve.fixed.get(&product.key).filter(|fixed| !fixed.is_empty()) else {
            let supported = cve.first_fixed.is_some_and(|day| day <= product.end_of_support);
            return if supported { Openness::NotAffected } else { Openness::NotDecided };
        };
        let own = fixed.iter().find(|entry| entry.cumulative() == build.cumulative());
        let above_all = fixed.iter().all(|entry| build >= *entry);
        if above_all || own.is_some_and(|entry| build >= *entry) {
            return if cve.also_needs.is_some() { Openness::NotDecided } else { Openness::Fixed };
        }
        match precision {
            Precision::Exact => Openness::Vulnerable,
            Precision::Cumulative if own.is_some() => Openness::NotDecided,
            Precision::Cumulative => Openness::Vulnerable,
        }
    }

    /// What the table says about a build as a whole.
    pub fn status(&self, build: Build) -> Status {
        let Some(product) = self.product_of(build) else {
            let beyond = self.products.iter().all(|product| product.from < build);
            return if beyond {
                Status::NewerThanTable(self.known_until)
            } else {
                Status::UnknownProduct
            };
        };
        if build > product.newest() {
            return Status::NewerThanTable(self.known_until);
        }
        let open = |cve: &&Cve| self.openness(cve, build, Precision::Exact) == Openness::Vulnerable;
        match self.cves.iter().filter(open).count() {
            0 => Status::NothingKnown,
            count => Status::Vulnerable(count),
        }
    }
}

/// The table as it stands in JSON, and its checks.
mod raw {
    use super::{BTreeMap, Build, Cve, Date, Deserialize, Level, Product, TABLE_SCHEMA, Table};
    use super::{TableError, Update};

    #[derive(Deserialize)]
    pub(super) struct RawTable {
        schema: String,
        name: String,
        covers_to: Date,
        known_until: Date,
        sources: Vec<String>,
        products: Vec<RawProduct>,
        cves: Vec<RawCve>,
        #[serde(default)]
        beyond_build: Vec<RawBeyond>,
    }

    #[derive(Deserialize)]
    struct RawProduct {
        key: String,
        name: String,
        from: Build,
        end_of_support: Date,
        upgraded_from: Option<String>,
        levels: Vec<RawLevel>,
    }

    #[derive(Deserialize)]
    struct RawLevel {
        name: String,
        build: Build,
        released: Date,
        #[serde(default)]
        updates: Vec<RawUpdate>,
    }

    /// `[name, build, released]` or `[name, build, released, kb]`.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum RawUpdate {
        Plain(String, Build, Date),
        WithKb(String, Build, Date, String),
    }

    #[derive(Deserialize)]
    struct RawCve {
        id: String,
        update: String,
        fixed: BTreeMap<String, Vec<Build>>,
        note: Option<String>,
    }

    /// CVEs that an update makes closable and a setting or a Windows update closes.
    #[derive(Deserialize)]
    struct RawBeyond {
        cves: Vec<String>,
        needs: String,
        /// Builds below which the CVE is open whatever the settings, by product key.
        #[serde(default)]
        at_least: BTreeMap<String, Vec<Build>>,
    }

    pub(super) fn table(raw: RawTable) -> Result<Table, TableError> {
        if raw.schema != TABLE_SCHEMA {
            return Err(wrong("schema", TABLE_SCHEMA, &raw.schema));
        }
        let products = products(raw.products)?;
        let cves = cves(raw.cves, raw.beyond_build, &products)?;
        let RawTable { name, covers_to, known_until, sources, .. } =
            RawTable { products: Vec::new(), cves: Vec::new(), beyond_build: Vec::new(), ..raw };
        Ok(Table { name, covers_to, known_until, sources, products, cves })
    }

    fn cves(
        raw: Vec<RawCve>,
        beyond: Vec<RawBeyond>,
        products: &[Product],
    ) -> Result<Vec<Cve>, TableError> {
        let mut cves = Vec::new();
        for (index, RawCve { id, update, fixed, note }) in raw.into_iter().enumerate() {
            check_fixed(products, &fixed, &format!("cves[{index}].fixed"))?;
            let first_fixed = first_fixed(products, &fixed);
            cves.push(Cve { id, update, fixed, note, also_needs: None, first_fixed });
        }
        for (index, RawBeyond { cves: ids, needs, at_least }) in beyond.into_iter().enumerate() {
            check_fixed(products, &at_least, &format!("beyond_build[{index}].at_least"))?;
            for id in ids {
                let also_needs = Some(needs.clone());
                if let Some(cve) = cves.iter_mut().find(|cve| cve.id == id) {
                    cve.also_needs = also_needs;
                    continue;
                }
                let (fixed, update, note) = (at_least.clone(), String::new(), None);
                let first_fixed = first_fixed(products, &fixed);
                cves.push(Cve { id, update, fixed, note, also_needs, first_fixed });
            }
        }
        Ok(cves)
    }

    fn first_fixed(products: &[Product], fixed: &BTreeMap<String, Vec<Build>>) -> Option<Date> {
        fixed.values().flatten().filter_map(|build| released(products, *build)).min()
    }

    fn products(raw: Vec<RawProduct>) -> Result<Vec<Product>, TableError> {
        if raw.is_empty() {
            return Err(wrong("products", "at least one product", "none"));
        }
        let mut products: Vec<Product> = Vec::new();
        for (index, product) in raw.into_iter().enumerate() {
            let place = format!("products[{index}]");
            if products.last().is_some_and(|last| last.from >= product.from) {
                let found = product.from.to_string();
                return Err(wrong(&format!("{place}.from"), "products in order of build", &found));
            }
            let levels = levels(product.levels, product.from, &place)?;
            products.push(Product {
                key: product.key,
                name: product.name,
                from: product.from,
                end_of_support: product.end_of_support,
                upgraded_from: product.upgraded_from,
                levels,
            });
        }
        Ok(products)
    }

    fn levels(raw: Vec<RawLevel>, from: Build, place: &str) -> Result<Vec<Level>, TableError> {
        let mut levels = Vec::new();
        for (index, level) in raw.into_iter().enumerate() {
            let place = format!("{place}.levels[{index}]");
            let RawLevel { name, build, released, updates } = level;
            if build < from {
                return Err(wrong(&place, "a build of its product", &build.to_string()));
            }
            let updates: Vec<Update> = updates.into_iter().map(update).collect();
            let stray = |update: &&Update| update.build.cumulative() != build.cumulative();
            if let Some(update) = updates.iter().find(stray) {
                let found = update.build.to_string();
                return Err(wrong(&place, "updates of its own cumulative update", &found));
            }
            levels.push(Level { name, build, released, updates });
        }
        Ok(levels)
    }

    fn update(raw: RawUpdate) -> Update {
        let (name, build, released, kb) = match raw {
            RawUpdate::Plain(name, build, released) => (name, build, released, None),
            RawUpdate::WithKb(name, build, released, kb) => (name, build, released, Some(kb)),
        };
        Update { name, build, released, kb }
    }

    fn check_fixed(
        products: &[Product],
        fixed: &BTreeMap<String, Vec<Build>>,
        place: &str,
    ) -> Result<(), TableError> {
        for (key, builds) in fixed {
            let place = format!("{place}.{key}");
            let Some(product) = products.iter().find(|product| product.key == *key) else {
                return Err(wrong(&place, "the key of a product in this table", key));
            };
            if let Some(build) = builds.iter().find(|build| **build < product.from) {
                return Err(wrong(&place, "builds of that product", &build.to_string()));
            }
        }
        Ok(())
    }

    fn released(products: &[Product], build: Build) -> Option<Date> {
        products.iter().flat_map(|product| &product.levels).find_map(|level| {
            let update = level.updates.iter().find(|update| update.build == build);
            let own = (level.build == build).then_some(level.released);
            update.map(|update| update.released).or(own)
        })
    }

    fn wrong(place: &str, expected: &'static str, found: &str) -> TableError {
        TableError::Value { place: place.to_owned(), expected, found: found.to_owned() }
    }
}
