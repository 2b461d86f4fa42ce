//! What goes on without clients: mail in transport, the control panel's own probes, the address
//! book generator, administrators' audit entries.

use std::collections::VecDeque;

use crate::{
    clock::{HOUR, Millis},
    columns::plussed,
    dice::Dice,
    host::Host,
    log::Log,
    people::Crowd,
    sidelogs::{self, Row},
    template::Template,
    traffic::Act,
};

/// Acts with how often they happen in a day.
pub(crate) struct Background(Vec<(u32, Act)>);

impl Background {
    /// For a server with so many requests per hour.
    pub(crate) fn new(host: &Host, per_hour: u32) -> Self {
        // Mail grows with use; a quiet server still sees a message every half hour.
        let mails = (per_hour / 4).clamp(48, 6_000);
        let from = "news@letters.example".to_owned();
        let mut list = vec![
            (288, act(Crowd::Health, panel_probe(host))),
            (mails, act(Crowd::Desk, vec![submitted(host)])),
            (mails, act(Crowd::Stranger, received(host, &from))),
            (mails / 2, act(Crowd::Stranger, vec![sidelogs::agent(host)])),
            (3, act(Crowd::Health, vec![oab_done(host)])),
            (6, act(Crowd::Health, vec![health_audit(host)])),
            (40, act(Crowd::Stranger, vec![idle_connection(host)])),
        ];
        list.retain(|(times, _)| *times > 0);
        Self(list)
    }

    /// When which act happens in a stretch of at most an hour, in order.
    pub(crate) fn hour(
        &self,
        from: Millis,
        to: Millis,
        dice: &mut Dice,
    ) -> VecDeque<(Millis, usize)> {
        let mut due = Vec::new();
        for (index, (per_day, _)) in self.0.iter().enumerate() {
            // Whole ones every hour, the rest by chance.
            let times = per_day / 24 + u32::from(dice.chance(per_day % 24, 24));
            for number in 0..times {
                let part = HOUR / Millis::from(times);
                let at = from
                    + Millis::from(number) * part
                    + Millis::from(dice.between(0, u32::try_from(part - 1).unwrap_or(0)));
                if at < to {
                    due.push((at, index));
                }
            }
        }
        due.sort_unstable();
        due.into()
    }

    /// The act at an index that [`Background::hour`] gave.
    pub(crate) fn act(&self, index: usize) -> &Act {
        &self.0[index].1
    }
}

fn act(crowd: Crowd, rows: Vec<Row>) -> Act {
    Act { rows, crowd, takes: (4, 90), sends: (400, 4_000), gets: (1_500, 90_000) }
}

/// The control panel's deep probe goes to the back end directly: no front-end row.
fn panel_probe(host: &Host) -> Vec<Row> {
    let path = "/ecp/RulesEditor/InboxRules.svc/GetList";
    let query = "msExchEcpCanary={url64:40}.";
    let agent =
        "Mozilla/4.0 (compatible; MSIE 9.0; Windows NT 6.1; MSEXCHMON; ACTIVEMONITORING; ECPDT)";
    let row = format!(
        "{{date}} {{clock}} ::1 POST {path} {query}&ActID={{guid}} 444 {}\\{{user}} ::1 {} - 200 0 0 {{part:90}}",
        host.netbios,
        plussed(agent)
    );
    let url = format!("{path}?{query}");
    vec![
        (Log::IisBackEnd, Template::parse(&row)),
        sidelogs::ecp_server(host, &url, "Get-InboxRule", ""),
        sidelogs::ecp_activity(host, &url, "{smtp}"),
    ]
}

fn submitted(host: &Host) -> Row {
    let to = "info@partner{n:1-60}.example";
    sidelogs::tracking(host, "STOREDRIVER", "RECEIVE", "{smtp}", to)
}

fn received(host: &Host, from: &str) -> Vec<Row> {
    let banner = format!("220 {} Microsoft ESMTP MAIL Service ready", host.fqdn);
    let to = format!("office@{}", host.domain);
    vec![
        sidelogs::smtp(host, 0, "+", "", ""),
        sidelogs::smtp(host, 2, ">", &banner, ""),
        sidelogs::smtp(host, 3, "<", "EHLO mx{n:1-9}.letters.example", ""),
        sidelogs::smtp(host, 8, "<", &format!("MAIL FROM:<{from}> SIZE={{out}}"), ""),
        sidelogs::smtp(
            host,
            9,
            "*",
            "",
            "TlsDomainCapabilities='None'; Status='NoRemoteCertificate'",
        ),
        sidelogs::smtp(host, 14, "-", "", "Remote"),
        sidelogs::tracking(host, "SMTP", "RECEIVE", from, &to),
        sidelogs::tracking(host, "STOREDRIVER", "DELIVER", from, &to),
    ]
}

fn oab_done(host: &Host) -> Row {
    sidelogs::oab(host, "Information", "Generation of the offline address book completed.")
}

fn health_audit(host: &Host) -> Row {
    let identity =
        format!("{}/Microsoft Exchange System Objects/Monitoring Mailboxes", host.domain);
    sidelogs::audit(
        host,
        r"NT AUTHORITY\SYSTEM (MSExchangeHMHost)",
        "Set-Mailbox",
        &[("Identity", &identity), ("Password", "<Secure Information Omitted>")],
    )
}

fn idle_connection(host: &Host) -> Row {
    let line = format!(
        "{{date}} {{clock}} {{ip}} {{n:20000-65000}} {} 443 - - - - - Timer_ConnectionIdle -",
        host.ip
    );
    (Log::HttpErr, Template::parse(&line))
}
