//! What was seen of a server's remote PowerShell, and which pieces belong to one session.
//!
//! Rps_Http knows the client and the identity at the front end, Rps_Cmdlet knows the identity in
//! the runspace and what it ran. The two share no request id. They are joined by time and by one
//! of: the SID that the URL's token claims, the sender that the cmdlet row names
//! (`PSSenderInfo`), or the account itself.

use detect::{Sighting, SightingsOf};

/// How long before its first Rps_Http row a session's cmdlets can have begun, in seconds. Rows are
/// written when a request ends, so a cmdlet's row can come first.
const BEFORE_SECONDS: i64 = 5 * 60;

/// How long after its last Rps_Http row a session's cmdlets still count, in seconds: runspaces
/// idle for 15 minutes are closed, and exports are polled for.
const AFTER_SECONDS: i64 = 30 * 60;

/// Labels of this detector's sightings.
pub(super) mod label {
    /// A request that confuses paths, front end.
    pub(in super::super) const REQUEST: &str = "request";
    /// The same request as the back end's IIS saw it.
    pub(in super::super) const BACK_END: &str = "back end";
    /// A row of Rps_Http that shows an attack.
    pub(in super::super) const SESSION: &str = "session";
    /// A row of Rps_Http by a client that is no Windows client.
    pub(in super::super) const ODD_CLIENT: &str = "odd client";
    /// Any cmdlet of a remote session.
    pub(in super::super) const CMDLET: &str = "cmdlet";
    /// A cmdlet that writes a file where a web server publishes it.
    pub(in super::super) const EXPORT: &str = "export";
    /// A cmdlet that grants the right to export mailboxes.
    pub(in super::super) const ROLE: &str = "role";
    /// A cmdlet that takes export requests away without asking.
    pub(in super::super) const CLEAN_UP: &str = "clean-up";
}

/// All sightings, in order of time.
pub(super) struct Seen<'s> {
    all: Vec<&'s Sighting>,
}

impl<'s> Seen<'s> {
    pub(super) fn new(sightings: SightingsOf<'s>) -> Self {
        Self { all: sightings.by_time() }
    }

    /// The sightings with any of these labels.
    pub(super) fn of<'a>(&'a self, labels: &'a [&str]) -> impl Iterator<Item = &'s Sighting> + 'a {
        self.all.iter().copied().filter(|sighting| labels.contains(&sighting.label))
    }

    /// The cmdlets that ran in the session that `rows` of Rps_Http show.
    pub(super) fn cmdlets_of(&self, rows: &[&Sighting]) -> Vec<&'s Sighting> {
        let labels = [label::CMDLET, label::EXPORT, label::ROLE, label::CLEAN_UP];
        self.of(&labels).filter(|cmdlet| rows.iter().any(|row| belongs(cmdlet, row))).collect()
    }

    /// The rows of Rps_Http that show who sent these cmdlets.
    pub(super) fn rows_of(&self, cmdlets: &[&Sighting]) -> Vec<&'s Sighting> {
        self.of(&[label::SESSION])
            .filter(|row| cmdlets.iter().any(|cmdlet| belongs(cmdlet, row)))
            .collect()
    }
}

/// Whether a cmdlet ran in the session of a row of Rps_Http.
fn belongs(cmdlet: &Sighting, row: &Sighting) -> bool {
    let (Some(ran), Some(seen)) = (cmdlet.time, row.time) else { return false };
    let last = row.last_time.unwrap_or(seen).max(seen);
    let (ran, seen, last) = (ran.as_second(), seen.as_second(), last.as_second());
    let near = ran >= seen - BEFORE_SECONDS && ran <= last + AFTER_SECONDS;
    let same = |own: &str, theirs: &str| !own.is_empty() && own.eq_ignore_ascii_case(theirs);
    near && (same(cmdlet.fact("sid"), row.fact("sid"))
        || same_account(cmdlet.fact("sender"), row.fact("identity"))
        || (cmdlet.fact("sender").is_empty()
            && same_account(cmdlet.fact("identity"), row.fact("identity"))))
}

/// The name part of `DOMAIN\name`, `name@domain` or `domain/ou/name`.
pub(super) fn account(identity: &str) -> &str {
    let name = identity.rsplit(['\\', '/']).next().unwrap_or(identity);
    name.split('@').next().unwrap_or(name)
}

/// Whether two spellings name one account; the empty one names none.
pub(super) fn same_account(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && account(one).eq_ignore_ascii_case(account(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_compared_by_name() {
        assert!(same_account("CONTOSO\\erika", "Erika@contoso.example"));
        assert!(same_account("contoso.example/Users/erika", "erika"));
        assert!(!same_account("erika", "administrator"));
        assert!(!same_account("", ""));
    }
}
