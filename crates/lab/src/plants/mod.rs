//! Intrusions and look-alikes: for each kind, the rows that all logs would hold, in the order and
//! the rhythm of the real thing. Every kind notes its truth as it goes.

mod lookalikes;
mod proxylogon;
mod proxyshell;
mod webshell;

use std::collections::VecDeque;

use model::Stage as Reached;

use crate::{
    clock::{Millis, SECOND},
    dice::Dice,
    host::Host,
    people::{People, Person},
    recipe::{Plant, PlantKind, Recipe},
    request::Request,
    sidelogs::Row,
    stage::{Planned, Stage},
    template::literal,
    truth::Planted,
};

/// What all plants of a recipe come to: steps in order of time, truths in the recipe's order,
/// files left on the disk.
pub(crate) struct Plants {
    pub(crate) steps: VecDeque<Planned>,
    pub(crate) truths: Vec<Planted>,
    pub(crate) files: Vec<Left>,
}

/// A file that a plant left on the disk.
pub(crate) struct Left {
    /// Its Windows path.
    pub(crate) path: String,
    /// When it was last changed.
    pub(crate) at: Millis,
    pub(crate) content: Vec<u8>,
}

/// Writes the scripts of all plants.
pub(crate) fn all(recipe: &Recipe, stage: &Stage) -> Plants {
    let mut plants = Plants { steps: VecDeque::new(), truths: Vec::new(), files: Vec::new() };
    let mut steps = Vec::new();
    for (index, plant) in recipe.plants.iter().enumerate() {
        let mut host = stage.host.clone();
        host.build = recipe.build_at(plant.at);
        let mut script = Script {
            // Each plant has its own chance, so that one more does not change the others.
            dice: Dice::new(recipe.seed ^ (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            host,
            people: &stage.people,
            plant,
            index,
            truth: Planted::new(plant.kind, None, ""),
            steps: Vec::new(),
            files: Vec::new(),
        };
        script.play();
        steps.append(&mut script.steps);
        plants.files.append(&mut script.files);
        plants.truths.push(script.truth);
    }
    steps.sort_by_key(Planned::ends);
    plants.steps = steps.into();
    plants
}

/// One plant while its rows are being written down.
struct Script<'a> {
    host: Host,
    people: &'a People,
    dice: Dice,
    plant: &'a Plant,
    index: usize,
    truth: Planted,
    steps: Vec<Planned>,
    files: Vec<Left>,
}

/// Where and as whom a script acts.
#[derive(Clone)]
struct Actor {
    person: Person,
    agent: String,
    session: [u8; 36],
}

impl Script<'_> {
    fn play(&mut self) {
        match self.plant.kind {
            PlantKind::ProxylogonShell => proxylogon::shell(self),
            PlantKind::ProxylogonProbe => proxylogon::probe(self),
            PlantKind::ProxylogonFailed => proxylogon::failed(self),
            PlantKind::ProxylogonEwsTheft => proxylogon::ews_theft(self),
            PlantKind::OabGeneratorWrite => proxylogon::oab_generator(self),
            PlantKind::ProxyshellExport => proxyshell::export(self),
            PlantKind::ProxyshellProbe401 => proxyshell::probe(self, 401),
            PlantKind::ProxyshellProbe404 => proxyshell::probe(self, 404),
            PlantKind::ProxynotshellAttempt => proxyshell::authenticated(self),
            PlantKind::WebshellUse => webshell::visit(self),
            PlantKind::ShellProbe404 => webshell::probe(self),
            PlantKind::AdminRemotePowershell => lookalikes::remote_powershell(self),
            PlantKind::AdminOabUrl => lookalikes::oab_url(self),
            PlantKind::AdminExportToShare => lookalikes::export_to_share(self),
            PlantKind::CustomWebApp => lookalikes::web_app(self),
            PlantKind::OutlookAutodiscoverV2 => lookalikes::autodiscover(self),
            PlantKind::HealthMailboxes => lookalikes::health_mailboxes(self),
        }
    }

    /// Leaves a file on the disk, so long after the plant's start.
    fn leave(&mut self, path: String, after: Millis, content: Vec<u8>) {
        let at = self.plant.at.as_millisecond() + after;
        self.files.push(Left { path, at, content });
    }

    /// What the plant comes to.
    fn expect(&mut self, reached: Reached, rule_prefix: &str) {
        self.truth.stage = Some(reached);
        rule_prefix.clone_into(&mut self.truth.rule_prefix);
    }

    /// A stranger from outside, with the plant's address and agent or these.
    fn stranger(&mut self, address: &str, agent: &str) -> Actor {
        let or = |own: &str, other: &str| if own.is_empty() { other } else { own }.to_owned();
        let address = or(&self.plant.address, address);
        self.actor(Person::stranger(&address), &or(&self.plant.user_agent, agent))
    }

    /// Somebody of the house.
    fn insider(&mut self, person: &Person, agent: &str) -> Actor {
        let mut person = person.clone();
        if !self.plant.address.is_empty() {
            self.plant.address.clone_into(&mut person.address);
        }
        let agent = if self.plant.user_agent.is_empty() { agent } else { &self.plant.user_agent };
        self.actor(person, agent)
    }

    fn actor(&mut self, person: Person, agent: &str) -> Actor {
        push_new(&mut self.truth.addresses, &person.address);
        push_new(&mut self.truth.user_agents, agent);
        if !person.user.is_empty() {
            push_new(&mut self.truth.identities, &person.user);
        }
        Actor { person, agent: agent.to_owned(), session: self.dice.guid() }
    }

    /// A request that ends so many milliseconds after the plant's time, with what else it leaves.
    fn request(
        &mut self,
        actor: &Actor,
        ends: Millis,
        takes: u32,
        request: Request,
        also: Vec<Row>,
    ) {
        let request = Request { agent: literal(&actor.agent), ..request };
        let mut rows = request.rows(&self.host);
        rows.extend(also);
        let sends = if request.method == "GET" { 0 } else { self.dice.between(300, 2_600) };
        let gets = self.dice.between(180, 6_000);
        self.rows(actor, ends, takes, (sends, gets), rows);
    }

    /// Rows that are no request.
    fn rows(&mut self, actor: &Actor, ends: Millis, takes: u32, bytes: (u32, u32), rows: Vec<Row>) {
        self.steps.push(Planned {
            at: self.plant.at.as_millisecond() + ends - Millis::from(takes),
            takes,
            rows,
            person: actor.person.clone(),
            request: self.dice.guid(),
            session: actor.session,
            bytes,
            plant: self.index,
        });
    }

    /// The page of the plant, or this one.
    fn page(&mut self, other: &str) -> String {
        let page = self.plant.page.clone().unwrap_or_else(|| other.to_owned());
        push_new(&mut self.truth.pages, &page);
        page
    }
}

fn push_new(list: &mut Vec<String>, value: &str) {
    if !list.iter().any(|own| own == value) {
        list.push(value.to_owned());
    }
}

/// The machine account, as whom the front end speaks to the back end.
fn machine(host: &Host) -> String {
    format!(r"{}\{}$", host.netbios, host.name)
}

/// The Windows path that a URL path has on this server.
fn path_of(host: &Host, page: &str) -> String {
    let tail = page.replace('/', r"\");
    let first = page.split('/').nth(1).unwrap_or("").to_ascii_lowercase();
    match first.as_str() {
        "owa" | "ecp" | "oab" | "ews" | "autodiscover" => {
            format!(r"{}\FrontEnd\HttpProxy{tail}", host.install)
        }
        _ => format!(r"C:\inetpub\wwwroot{tail}"),
    }
}

/// Seconds as milliseconds, with thousandths.
const fn seconds(whole: Millis, thousandths: Millis) -> Millis {
    whole * SECOND + thousandths
}
