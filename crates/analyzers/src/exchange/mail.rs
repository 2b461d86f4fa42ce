//! Settings that send mail elsewhere: forwarding of a mailbox, rules of a mailbox, rules of the
//! whole organisation.

use model::{ArtefactRef, Record, RuleMeta};

use super::{EXPORTS, came, first, identity, values_of};
use crate::common::field;
use crate::setup::{Grade, Means, Setup, Shown};

/// Sources.
const REFERENCES: &[&str] = &[
    "https://attack.mitre.org/techniques/T1114/003/",
    "https://learn.microsoft.com/exchange/recipients/user-mailboxes/email-forwarding",
];

/// A mailbox that forwards.
const FORWARDING: RuleMeta = RuleMeta {
    id: "exchange.forwarding",
    title: "A mailbox forwards its mail to an address elsewhere",
    about: "Whoever sets forwarding on a mailbox reads on after the door is shut. An address in \
            another domain than the mailbox's own is listed; compare the time of the change.",
    false_positives: "People forward their mail on purpose. This is only listed for a look.",
    cves: &[],
    techniques: &["T1114.003"],
    references: REFERENCES,
};

/// A rule of a mailbox.
const INBOX_RULE: RuleMeta = RuleMeta {
    id: "exchange.inbox_rule",
    title: "A rule of a mailbox sends mail elsewhere or hides it",
    about: "Rules of a mailbox forward or redirect mail to other addresses, or put away what the \
            owner should not see. Intruders give theirs names that nobody notices, such as a dot.",
    false_positives: "People have such rules. Without a name made to be overlooked this is only \
                      listed for a look.",
    cves: &[],
    techniques: &["T1114.003", "T1564.008"],
    references: REFERENCES,
};

/// A rule of the organisation.
const TRANSPORT_RULE: RuleMeta = RuleMeta {
    id: "exchange.transport_rule",
    title: "A rule of the organisation copies or redirects mail",
    about: "Transport rules act on everybody's mail. One that adds hidden recipients or redirects \
            messages reads along without touching a mailbox.",
    false_positives: "Archives and supervision by law work this way. This is only listed for a \
                      look.",
    cves: &[],
    techniques: &["T1114.003"],
    references: REFERENCES,
};

static RULES: [RuleMeta; 3] = [FORWARDING, INBOX_RULE, TRANSPORT_RULE];

/// Settings that send mail elsewhere.
pub(super) static SETUP: Setup = Setup::new(&RULES, EXPORTS, judge);

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    [forwarding(record), inbox_rule(record), transport_rule(record)].into_iter().flatten().collect()
}

fn look(rule: &'static RuleMeta, grade: Grade, object: String, why: String, to: String) -> Shown {
    let cmdlet = match rule.id {
        "exchange.forwarding" => {
            "Set-Mailbox -ForwardingSmtpAddress $null -ForwardingAddress $null"
        }
        "exchange.inbox_rule" => "Remove-InboxRule -Mailbox",
        _ => "Disable-TransportRule",
    };
    let action =
        format!("Ask the owner whether {object} is theirs; else keep an export, then {cmdlet}");
    Shown { rule, grade, means: Means::Data, object, why, action, facts: vec![("to", to)] }
}

/// The domain of an address, lower-case, whatever stands around it.
fn domain(text: &str) -> Option<String> {
    let at = text.find('@')?;
    let rest = &text[at + 1..];
    let end = rest.find(|letter: char| !(letter.is_alphanumeric() || "-.".contains(letter)));
    let domain = rest[..end.unwrap_or(rest.len())].to_lowercase();
    (!domain.is_empty()).then_some(domain)
}

fn forwarding(record: &dyn Record) -> Option<Shown> {
    let to = first(
        record,
        &["ForwardingSmtpAddress", "msExchGenericForwardingAddress", "ForwardingAddress"],
    );
    let there = domain(&to)?;
    let own = first(record, &["PrimarySmtpAddress", "WindowsEmailAddress", "mail"]);
    if domain(&own).as_deref() == Some(there.as_str()) {
        return None;
    }
    let keeps = first(record, &["DeliverToMailboxAndForward", "deliverAndRedirect"]);
    let mailbox = if own.is_empty() { identity(record) } else { own };
    let how = match keeps.to_lowercase().as_str() {
        "true" => " and keeps a copy, so that its owner sees nothing missing",
        _ => "",
    };
    let why = format!("The mailbox {mailbox} forwards to {to}{how}.");
    let object = format!("forwarding of {mailbox}");
    let mut shown = look(&RULES[0], Grade::Look, object, why, to);
    shown.facts.extend([("mailbox", mailbox), ("keeps_copy", keeps)]);
    Some(shown)
}

/// Properties of an inbox rule that send mail on.
const SENDS: [&str; 3] = ["forwardto", "redirectto", "forwardasattachmentto"];

fn inbox_rule(record: &dyn Record) -> Option<Shown> {
    let kind = field(record, "type").to_lowercase();
    let is_rule = kind.contains("inboxrule")
        || ["RuleIdentity", "MailboxOwnerId"].iter().any(|own| record.get(own).is_some());
    if !is_rule || first(record, &["Enabled"]).eq_ignore_ascii_case("false") {
        return None;
    }
    let to = values_of(record, |name| SENDS.contains(&name));
    // Addresses of the organisation itself have the form EX, not SMTP.
    let outside: Vec<&str> = to
        .iter()
        .map(|(_, value)| value.as_str())
        .filter(|value| value.to_lowercase().contains("smtp:") || domain(value).is_some())
        .collect();
    let deletes = first(record, &["DeleteMessage"]).eq_ignore_ascii_case("true");
    let name = first(record, &["Name"]);
    let unnamed = !name.is_empty() && !name.chars().any(char::is_alphanumeric);
    if outside.is_empty() && !(deletes && unnamed) {
        return None;
    }
    let grade = if unnamed { Grade::Likely } else { Grade::Look };
    let mailbox = first(record, &["MailboxOwnerId", "MailboxOwner", "Identity"]);
    let to = outside.join(", ");
    let why = match (outside.is_empty(), unnamed) {
        (false, true) => format!("It sends mail to {to}, and its name is made to be overlooked."),
        (false, false) => format!("It sends mail to {to}."),
        (true, _) => "It deletes mail, and its name is made to be overlooked.".to_owned(),
    };
    let mut shown = look(&RULES[1], grade, format!("rule \"{name}\" of {mailbox}"), why, to);
    shown.facts.extend([("mailbox", mailbox), ("name", name)]);
    Some(shown)
}

/// Properties of a transport rule that send mail on without the sender's knowing.
const COPIES: [&str; 4] = ["blindcopyto", "redirectmessageto", "copyto", "addtorecipients"];

fn transport_rule(record: &dyn Record) -> Option<Shown> {
    let to = values_of(record, |name| matches!(name, "blindcopyto" | "redirectmessageto"));
    let kind = field(record, "type").to_lowercase();
    let more = values_of(record, |name| COPIES.contains(&name));
    let to = if kind.contains("transport") || kind.contains("rule") { more } else { to };
    let (property, _) = to.first()?;
    if first(record, &["State"]).eq_ignore_ascii_case("disabled") {
        return None;
    }
    let addresses = to.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ");
    let name = identity(record);
    let why = format!("Its action {property} sends mail to {addresses}.");
    let mut shown = look(&RULES[2], Grade::Look, format!("transport rule {name}"), why, addresses);
    shown.facts.extend([("name", name), ("created", came(record))]);
    Some(shown)
}
