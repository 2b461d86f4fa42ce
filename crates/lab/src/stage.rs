//! Where everything happens: the server with its logs open, and the clock that runs over them.

use std::{collections::VecDeque, io, path::Path};

use crate::{
    background::Background,
    clock::{self, HOUR, Millis},
    dice::Dice,
    host::Host,
    log::{Log, LogWriter},
    people::{People, Person},
    recipe::{BuildStep, Recipe, Traffic},
    sidelogs::Row,
    template::Moment,
    traffic::{Act, Menu},
    truth::{Planted, PlantedRow},
};

/// Bytes one request leaves in all logs together, measured over the lab's own output. Only for
/// turning a wanted size into a number of requests.
const BYTES_PER_REQUEST: u64 = 1_900;

/// Something that happens at a fixed time: a step of a plant.
pub(crate) struct Planned {
    pub(crate) at: Millis,
    /// Milliseconds it takes.
    pub(crate) takes: u32,
    pub(crate) rows: Vec<Row>,
    pub(crate) person: Person,
    /// Ids its rows share.
    pub(crate) request: [u8; 36],
    pub(crate) session: [u8; 36],
    pub(crate) bytes: (u32, u32),
    /// Index of the plant.
    pub(crate) plant: usize,
}

impl Planned {
    /// When it ends: the time of its rows.
    pub(crate) fn ends(&self) -> Millis {
        self.at + Millis::from(self.takes)
    }
}

/// The server with its logs open.
pub(crate) struct Stage {
    pub(crate) host: Host,
    pub(crate) people: People,
    pub(crate) dice: Dice,
    /// By [`Log`] as a number.
    writers: Vec<Option<LogWriter>>,
    start: Millis,
    end: Millis,
    per_hour: u32,
    row: Vec<u8>,
    /// Bytes of rows written so far.
    pub(crate) bytes: u64,
}

impl Stage {
    pub(crate) fn new(recipe: &Recipe, out: &Path) -> Self {
        let mut dice = Dice::new(recipe.seed);
        let host = Host::new(recipe, &mut dice);
        let people = People::new(&host, recipe.users, &mut dice);
        let writers = Log::ALL.iter().map(|log| {
            let kept = recipe.logs.contains(log) && !recipe.lacks(*log);
            kept.then(|| LogWriter::new(*log, out, &host.install, host.build))
        });
        let (start, end) = (recipe.start.as_millisecond(), recipe.end.as_millisecond());
        let hours = u64::try_from((end - start) / HOUR).unwrap_or(0).max(1);
        let per_hour = match recipe.traffic {
            Traffic::RequestsPerHour(requests) => requests,
            Traffic::TotalBytes(bytes) => {
                u32::try_from(bytes / BYTES_PER_REQUEST / hours).unwrap_or(u32::MAX)
            }
        };
        let writers = writers.collect();
        Self { host, people, dice, writers, start, end, per_hour, row: Vec::new(), bytes: 0 }
    }

    /// The writer of a log, if the server keeps it.
    pub(crate) fn writer(&mut self, log: Log) -> Option<&mut LogWriter> {
        self.writers[log as usize].as_mut()
    }

    /// All logs that are kept.
    pub(crate) fn writers(&self) -> impl Iterator<Item = (Log, &LogWriter)> {
        Log::ALL
            .into_iter()
            .zip(&self.writers)
            .filter_map(|(log, open)| Some((log, open.as_ref()?)))
    }

    /// Lets the recipe's time pass. Stops early once `budget` bytes are written.
    pub(crate) fn run(
        &mut self,
        recipe: &Recipe,
        mut planned: VecDeque<Planned>,
        plants: &mut [Planted],
        budget: u64,
    ) -> io::Result<()> {
        let later = |step: &&BuildStep| step.from > recipe.start;
        let mut steps: VecDeque<BuildStep> = recipe.builds.iter().filter(later).copied().collect();
        let mut day = Day::new(&self.host, recipe, self.start, self.per_hour);
        let mut from = self.start;
        while from < self.end && self.bytes < budget {
            let to = ((from.div_euclid(HOUR) + 1) * HOUR).min(self.end);
            if clock::hour_of_day(from) == 0 {
                day = Day::new(&self.host, recipe, from, self.per_hour);
            }
            let mut quiet = day.background.hour(from, to, &mut self.dice);
            let requests = Millis::from(self.per_hour.max(day.menu.fewest())).min(to - from);
            let gap = ((to - from) / requests).max(1);
            for number in 0..requests {
                let at = from + number * gap + Millis::from(self.dice.between(0, gap as u32 - 1));
                if let Some(step) = steps.pop_front_if(|step| step.from.as_millisecond() <= at) {
                    self.restart(step)?;
                    day = Day::new(&self.host, recipe, at, self.per_hour);
                }
                while let Some(next) = planned.pop_front_if(|next| next.ends() <= at) {
                    self.perform(&next, plants)?;
                }
                while let Some((due, index)) = quiet.pop_front_if(|(due, _)| *due <= at) {
                    self.play(due, day.background.act(index))?;
                }
                let act = day.menu.next(at, &mut self.dice);
                self.play(at, act)?;
                if self.bytes >= budget {
                    break;
                }
            }
            for (due, index) in quiet {
                self.play(due, day.background.act(index))?;
            }
            from = to;
        }
        if self.bytes >= budget {
            // What comes later than the last row did not happen.
            planned.clear();
        }
        for rest in planned {
            self.perform(&rest, plants)?;
        }
        self.writers.iter_mut().flatten().try_for_each(LogWriter::finish)
    }

    /// Exchange comes back with another build.
    fn restart(&mut self, step: BuildStep) -> io::Result<()> {
        self.host.build = step.build;
        let at = step.from.as_millisecond();
        self.writers.iter_mut().flatten().try_for_each(|writer| writer.restart(step.build, at))
    }

    /// Writes the rows of an ordinary event.
    fn play(&mut self, begin: Millis, act: &Act) -> io::Result<()> {
        let Self { people, dice, writers, row, .. } = self;
        let person = people.one(act.crowd, dice);
        let rest = (self.end - 1 - begin).max(0);
        let moment = Moment {
            begin,
            total: dice.between(act.takes.0, act.takes.1).min(u32::try_from(rest).unwrap_or(0)),
            request: dice.guid(),
            session: dice.guid(),
            person,
            bytes: (dice.between(act.sends.0, act.sends.1), dice.between(act.gets.0, act.gets.1)),
        };
        for (log, template) in &act.rows {
            let Some(writer) = &mut writers[*log as usize] else { continue };
            row.clear();
            template.fill(row, &moment, dice);
            if writer.write(moment.end(), row)? {
                self.bytes += row.len() as u64 + 2;
            }
        }
        Ok(())
    }

    /// Writes the rows of a plant's step and notes where they lie.
    fn perform(&mut self, step: &Planned, plants: &mut [Planted]) -> io::Result<()> {
        let moment = Moment {
            begin: step.at,
            total: step.takes,
            request: step.request,
            session: step.session,
            person: &step.person,
            bytes: step.bytes,
        };
        let in_span = (self.start..self.end).contains(&moment.end());
        for (log, template) in &step.rows {
            let mut file = String::new();
            let writer = self.writers[*log as usize].as_mut().filter(|_| in_span);
            if let Some(writer) = writer {
                self.row.clear();
                template.fill(&mut self.row, &moment, &mut self.dice);
                if writer.write(moment.end(), &self.row)? {
                    self.bytes += self.row.len() as u64 + 2;
                    writer.current().clone_into(&mut file);
                }
            }
            let Some(plant) = plants.get_mut(step.plant) else { continue };
            let time = clock::timestamp(moment.end());
            if !file.is_empty() {
                plant.first = Some(plant.first.map_or(time, |first| first.min(time)));
                plant.last = Some(plant.last.map_or(time, |last| last.max(time)));
            }
            plant.rows.push(PlantedRow { log: *log, file, time });
        }
        Ok(())
    }
}

/// What may happen on a day: with one build, in one state of the Internet.
struct Day {
    menu: Menu,
    background: Background,
}

impl Day {
    fn new(host: &Host, recipe: &Recipe, at: Millis, per_hour: u32) -> Self {
        Self {
            menu: Menu::new(host, recipe.scanners, at),
            background: Background::new(host, per_hour),
        }
    }
}
