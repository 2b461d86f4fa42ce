//! Roles that open everybody's mailbox, given to a single user.

use model::{ArtefactRef, Record, RuleMeta};

use super::{EXPORTS, came, first, identity};
use crate::common::{field, typed};
use crate::setup::{Grade, Means, Setup, Shown};

/// A role that opens mailboxes.
const ROLE: RuleMeta = RuleMeta {
    id: "exchange.role_assignment",
    title: "A single user may read or export everybody's mail",
    about: "The roles Mailbox Import Export and ApplicationImpersonation open every mailbox, and \
            nobody has them by default. ProxyShell gives the first to the account it acts as \
            before it writes its web shell by a mail export; the assignment stays.",
    false_positives: "Migration, backup and archive products have an account with such a role; \
                      administrators give it to themselves for one export.",
    cves: &[],
    techniques: &["T1098.002"],
    references: &[
        "https://learn.microsoft.com/exchange/permissions/permissions",
        "https://www.mandiant.com/resources/blog/pst-want-shell-proxyshell-exploiting-microsoft-exchange-servers",
    ],
};

static RULES: [RuleMeta; 1] = [ROLE];

/// Role assignments.
pub(super) static SETUP: Setup = Setup::new(&RULES, EXPORTS, judge);

/// The roles, lower-case, without blanks.
const ROLES: [&str; 2] = ["mailboximportexport", "applicationimpersonation"];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let role = match first(record, &["Role", "msExchRoleLink"]) {
        // `CN=Mailbox Import Export,CN=Roles,…`
        name if name.to_ascii_lowercase().starts_with("cn=") => {
            name[3..].split(',').next().unwrap_or_default().to_owned()
        }
        name => name.rsplit(['\\', '/']).next().unwrap_or_default().to_owned(),
    };
    let plain: String =
        role.to_lowercase().chars().filter(|letter| !letter.is_whitespace()).collect();
    if !ROLES.contains(&plain.as_str()) {
        return Vec::new();
    }
    let whom = first(record, &["RoleAssigneeName", "RoleAssignee", "User", "msExchUserLink"]);
    let kind = field(record, "RoleAssigneeType").trim().to_lowercase();
    // Exchange's own groups lie in an organisational unit of their own.
    let group = whom.to_lowercase().contains("ou=microsoft exchange security groups");
    let delegating = first(record, &["RoleAssignmentDelegationType"]).to_lowercase();
    let is_user = kind == "user" || kind.is_empty();
    if !is_user || group || whom.is_empty() || delegating.starts_with("delegat") {
        return Vec::new();
    }
    let name = identity(record);
    vec![Shown {
        rule: &RULES[0],
        grade: Grade::Look,
        means: Means::Door,
        object: format!("{role} for {whom}"),
        why: format!("The role {role} is given to {whom} and to no group."),
        action: format!(
            "Ask what {whom} needs {role} for; else Remove-ManagementRoleAssignment \"{}\"",
            typed(&name, "NAME")
        ),
        facts: vec![
            ("role", role),
            ("account", whom),
            ("assignment", name),
            ("created", came(record)),
        ],
    }]
}
