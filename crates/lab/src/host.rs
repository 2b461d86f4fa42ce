//! The server itself: the names, ids and addresses that its logs repeat on every line.

use model::Build;

use crate::{dice::Dice, recipe::Recipe};

/// A server's own facts.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    /// Name, upper case.
    pub(crate) name: String,
    /// `name.domain`, lower case.
    pub(crate) fqdn: String,
    /// DNS name of the domain.
    pub(crate) domain: String,
    /// NetBIOS name of the domain.
    pub(crate) netbios: String,
    /// Name clients use.
    pub(crate) mail: String,
    /// Name clients ask for settings.
    pub(crate) autodiscover: String,
    /// Its domain controller.
    pub(crate) dc: String,
    /// IPv4 address.
    pub(crate) ip: String,
    /// Link-local IPv6 address with its zone, as the logs write it.
    pub(crate) ip6: String,
    /// The domain's SID.
    pub(crate) sid: String,
    /// Mailbox database.
    pub(crate) database: String,
    /// The OAB virtual directory's object id.
    pub(crate) oab: String,
    /// Installation folder.
    pub(crate) install: String,
    /// Build that runs now.
    pub(crate) build: Build,
}

impl Host {
    pub(crate) fn new(recipe: &Recipe, dice: &mut Dice) -> Self {
        let domain = recipe.domain.to_ascii_lowercase();
        let netbios = domain.split('.').next().unwrap_or("corp").to_ascii_uppercase();
        let name = recipe.server.to_ascii_uppercase();
        Self {
            fqdn: format!("{}.{domain}", name.to_ascii_lowercase()),
            mail: format!("mail.{domain}"),
            autodiscover: format!("autodiscover.{domain}"),
            dc: format!("DC01.{domain}"),
            ip: "10.20.1.11".to_owned(),
            ip6: "fe80::5c1e:20a4:8f37:d1b2%3".to_owned(),
            sid: format!(
                "S-1-5-21-{}-{}-{}",
                dice.between(1_000_000_000, 3_900_000_000),
                dice.between(1_000_000_000, 3_900_000_000),
                dice.between(1_000_000_000, 3_900_000_000)
            ),
            database: dice.guid_text(),
            oab: dice.guid_text(),
            install: recipe.install.trim_end_matches('\\').to_owned(),
            build: recipe.build_at(recipe.start),
            name,
            domain,
            netbios,
        }
    }

    /// The build as a session id writes it: `Version_15.1_(Build_2106.2)`.
    pub(crate) fn session_version(&self) -> String {
        let Build { major, minor, build, .. } = self.build;
        format!("Version_{major}.{minor}_(Build_{}.0)", build.saturating_sub(1))
    }

    /// The cumulative update, padded as `TargetServerVersion` writes it.
    pub(crate) fn target_version(&self) -> String {
        let Build { major, minor, build, .. } = self.build;
        format!("{major:02}.{minor:02}.{build:04}.000")
    }
}
