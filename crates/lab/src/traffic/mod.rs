//! What ordinary days look like: health probes (six of seven requests of a real server), people
//! at their clients, and strangers at the door.

mod clients;
mod probes;
mod strangers;

pub(crate) use strangers::{missing_page, server_info};

use crate::{
    clock::{self, Millis},
    dice::Dice,
    host::Host,
    people::Crowd,
    recipe::Scanners,
    request::Request,
    sidelogs::Row,
};

/// One kind of request with all the rows it leaves, ready to be filled.
pub(crate) struct Act {
    pub(crate) rows: Vec<Row>,
    pub(crate) crowd: Crowd,
    /// Milliseconds it takes, from and to.
    pub(crate) takes: (u32, u32),
    /// Bytes of the request, from and to.
    pub(crate) sends: (u32, u32),
    /// Bytes of the answer, from and to.
    pub(crate) gets: (u32, u32),
}

impl Act {
    /// A request by somebody of a crowd, of an ordinary size and speed.
    pub(crate) fn new(host: &Host, crowd: Crowd, request: &Request) -> Self {
        Self {
            rows: request.rows(host),
            crowd,
            takes: (3, 60),
            sends: if request.method == "GET" { (0, 0) } else { (250, 4_000) },
            gets: (90, 9_000),
        }
    }

    fn takes(mut self, from: u32, to: u32) -> Self {
        self.takes = (from, to);
        self
    }

    fn also(mut self, row: Row) -> Self {
        self.rows.push(row);
        self
    }
}

/// Everything that may happen on an ordinary day with one build.
pub(crate) struct Menu {
    /// In the order they take turns: each round touches every protocol.
    probes: Vec<Act>,
    clients: Vec<(u32, Act)>,
    clients_weight: u32,
    strangers: Vec<Act>,
    turn: usize,
    /// Hundredths of a request that people are due.
    due: u32,
}

/// Of a hundred requests so many are health probes: 86.5 % were measured on a production server
/// (row counts published by Nico77600/ExchangeLogReport).
const PROBES_PER_HUNDRED: u32 = 86;
/// Of a thousand other requests so many come from scanners.
const STRANGERS_PER_THOUSAND: u32 = 60;

impl Menu {
    pub(crate) fn new(host: &Host, scanners: Scanners, at: Millis) -> Self {
        let clients = clients::all(host);
        Self {
            probes: probes::all(host),
            clients_weight: clients.iter().map(|(weight, _)| weight).sum(),
            clients,
            strangers: strangers::all(host, scanners, at),
            turn: 0,
            due: 0,
        }
    }

    /// Fewest requests an hour may have so that every protocol is probed in it.
    pub(crate) fn fewest(&self) -> u32 {
        let turns = u32::try_from(self.probes.len()).unwrap_or(u32::MAX);
        turns + turns / 4
    }

    /// The next thing that happens.
    pub(crate) fn next(&mut self, at: Millis, dice: &mut Dice) -> &Act {
        // People sleep: what they do not ask for, the probes make up.
        let awake = match (clock::hour_of_day(at), clock::is_weekend(at)) {
            (7..=17, false) => 100,
            (6 | 18..=21, false) | (8..=20, true) => 45,
            _ => 12,
        };
        self.due += 100 - PROBES_PER_HUNDRED;
        let due = self.due >= 100;
        self.due %= 100;
        if !(due && dice.chance(awake, 100)) {
            self.turn = (self.turn + 1) % self.probes.len();
            return &self.probes[self.turn];
        }
        if !self.strangers.is_empty() && dice.chance(STRANGERS_PER_THOUSAND, 1_000) {
            return dice.pick(&self.strangers);
        }
        let mut left = dice.between(0, self.clients_weight.saturating_sub(1));
        for (weight, act) in &self.clients {
            if left < *weight {
                return act;
            }
            left -= weight;
        }
        &self.clients[0].1
    }
}
