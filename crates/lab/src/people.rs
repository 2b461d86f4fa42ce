//! Who uses the server: people, administrators, health mailboxes, strangers. All invented; every
//! outside address is from the ranges set aside for documentation (RFC 5737).

use crate::{dice::Dice, host::Host};

/// Somebody who sends requests.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Account without its domain.
    pub(crate) user: String,
    /// Mail address.
    pub(crate) smtp: String,
    /// Account SID.
    pub(crate) sid: String,
    /// Mailbox GUID.
    pub(crate) mailbox: String,
    /// Where the requests come from.
    pub(crate) address: String,
    /// Identifier of the phone.
    pub(crate) device: String,
}

/// Which people a kind of request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Crowd {
    /// Health mailboxes, from the server itself.
    Health,
    /// At a desk inside.
    Desk,
    /// Outside, with a phone.
    Phone,
    /// Outside, with a browser.
    Home,
    /// Administrators inside.
    Admin,
    /// Nobody known, from anywhere.
    Stranger,
}

/// Everybody, by crowd.
pub(crate) struct People {
    health: Vec<Person>,
    desk: Vec<Person>,
    phone: Vec<Person>,
    home: Vec<Person>,
    admin: Vec<Person>,
    stranger: Vec<Person>,
}

/// Health mailboxes per server: Exchange makes one per database and front end, up to a dozen.
const HEALTH_MAILBOXES: u32 = 6;
/// Strangers whose addresses recur.
const STRANGERS: u32 = 90;

const FIRST: [&str; 24] = [
    "anna", "bjorn", "clara", "david", "elif", "frank", "greta", "henrik", "ines", "jonas",
    "karin", "lukas", "maria", "nils", "olga", "peter", "rosa", "stefan", "tanja", "ulrich",
    "vera", "walter", "yara", "zoe",
];
const LAST: [&str; 20] = [
    "berg", "carlsen", "dahl", "ek", "falk", "gruber", "holm", "iversen", "jansen", "keller",
    "lund", "moser", "nordahl", "olsen", "peters", "quist", "reiter", "sand", "thorsen", "vogt",
];

impl People {
    pub(crate) fn new(host: &Host, users: u32, dice: &mut Dice) -> Self {
        let mut make = |user: String, smtp_local: &str, rid: u32, address: String| Person {
            smtp: format!("{smtp_local}@{}", host.domain),
            sid: format!("{}-{rid}", host.sid),
            mailbox: dice.guid_text(),
            address,
            device: dice.hex_text(32).to_ascii_uppercase(),
            user,
        };
        let mut names = Vec::new();
        for number in 0..users.clamp(1, 5_000) {
            let first = FIRST[number as usize % FIRST.len()];
            let last = LAST[(number as usize * 7 + number as usize / FIRST.len()) % LAST.len()];
            let round = number as usize / (FIRST.len() * LAST.len());
            let suffix = if round == 0 { String::new() } else { round.to_string() };
            names.push(format!("{first}.{last}{suffix}"));
        }
        let desk: Vec<Person> = names
            .iter()
            .zip(0_u32..)
            .map(|(name, number)| {
                let address = format!("10.20.{}.{}", 4 + number / 200, 20 + number % 200);
                make(name.clone(), name, 1_201 + number, address)
            })
            .collect();
        let elsewhere = |people: &[Person], address: &dyn Fn(u32) -> String| {
            let moved = people.iter().zip(0_u32..);
            moved.map(|(person, n)| Person { address: address(n), ..person.clone() }).collect()
        };
        let health = (0..HEALTH_MAILBOXES)
            .map(|number| {
                let tag = format!("{:07x}", 0x00a1_3f5e_u32.wrapping_add(number * 0x0001_9d37));
                let user = format!("HealthMailbox{tag}");
                let local = format!("{user}c8{number}f4b7a19e04d2b8{number}3");
                make(user, &local, 1_140 + number, "127.0.0.1".to_owned())
            })
            .collect();
        let admin = ["adm.holm", "adm.keller"]
            .iter()
            .zip(0_u32..)
            .map(|(name, n)| {
                make((*name).to_owned(), name, 1_108 + n, format!("10.20.2.{}", 15 + n))
            })
            .collect();
        let stranger = (0..STRANGERS)
            .map(|n| make(String::new(), "", 0, format!("192.0.2.{}", 128 + n)))
            .collect();
        Self {
            phone: elsewhere(&desk, &|n| format!("203.0.113.{}", 64 + n % 128)),
            home: elsewhere(&desk, &|n| format!("198.51.100.{}", 128 + n % 120)),
            health,
            desk,
            admin,
            stranger,
        }
    }

    /// Somebody of a crowd.
    pub(crate) fn one(&self, crowd: Crowd, dice: &mut Dice) -> &Person {
        dice.pick(match crowd {
            Crowd::Health => &self.health,
            Crowd::Desk => &self.desk,
            Crowd::Phone => &self.phone,
            Crowd::Home => &self.home,
            Crowd::Admin => &self.admin,
            Crowd::Stranger => &self.stranger,
        })
    }

    /// The person with this local part, or the first one.
    pub(crate) fn named(&self, local: Option<&str>) -> &Person {
        let named = |person: &&Person| Some(person.user.as_str()) == local;
        self.desk.iter().find(named).unwrap_or(&self.desk[0])
    }

    /// The first administrator.
    pub(crate) fn administrator(&self) -> &Person {
        &self.admin[0]
    }

    /// The first health mailbox.
    pub(crate) fn health_mailbox(&self) -> &Person {
        &self.health[0]
    }
}

impl Person {
    /// Somebody unknown at an address.
    pub(crate) fn stranger(address: &str) -> Self {
        Self {
            user: String::new(),
            smtp: String::new(),
            sid: String::new(),
            mailbox: String::new(),
            address: address.to_owned(),
            device: String::new(),
        }
    }

    #[cfg(test)]
    pub(crate) fn test() -> Self {
        Self::stranger("192.0.2.1")
    }
}
